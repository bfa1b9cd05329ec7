"""Alembic's entry: run the migrations in one transaction, on the engine handed over or that of Flask-Migrate's app."""

from alembic import context
from flask import current_app

import models

engine = context.config.attributes.get("engine") or current_app.extensions["migrate"].db.engine
metadata = models.db.metadata

with engine.connect().execution_options(gristmill_write=True) as connection:
    # A table that is rebuilt is dropped for a moment; with foreign keys on, its children would go with it.
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, transaction_per_migration=False
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    driver.execute("PRAGMA foreign_keys=ON")
