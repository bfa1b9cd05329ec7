"""The Hugging Face Hub: puts the members of an archive into a dataset repository, in one commit.

The package is optional (requirements-hub.txt) and loaded when it is needed. The token comes from the settings alone and
is in no message: what the Hub answers is told by its kind and status.
"""

from __future__ import annotations

import importlib.util
import shutil
from contextlib import ExitStack
from pathlib import Path

from gristmill.errors import GristmillError, HubNotConfigured
from gristmill.exports import archive
from gristmill.settings import Settings

MESSAGE = "Add a Gristmill export"


class PushFailed(GristmillError):
    """The Hub did not take it; the message is a sentence for people."""


def demand_configured(settings: Settings) -> str:
    """Give the token.

    Raises:
        HubNotConfigured: the package or the token is missing.
    """
    if importlib.util.find_spec("huggingface_hub") is None:
        raise HubNotConfigured("Install the optional package first: .venv/bin/pip install -r requirements-hub.txt")
    if settings.hf_token is None:
        raise HubNotConfigured("Set HF_TOKEN to a token of the Hugging Face Hub with the right to write.")
    return settings.hf_token.get_secret_value()


def push(settings: Settings, export_id: str, *, repo_id: str, private: bool) -> str:
    """Push an archive's members; gives the address of the dataset. A repository that is there gets a new commit.

    Raises:
        HubNotConfigured: the package or the token is missing.
        PushFailed: the Hub refused it or could not be reached.
        OSError: the archive cannot be read or unpacked.
    """
    token = demand_configured(settings)
    path = archive.path_of(settings.data_dir, export_id)
    folder = archive.working_folder(settings.data_dir, export_id, what="pushing")
    try:
        return _commit(settings, token, archive.unpack(path, folder), repo_id=repo_id, private=private)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _commit(settings: Settings, token: str, files: list[tuple[str, Path]], *, repo_id: str, private: bool) -> str:
    from huggingface_hub import CommitOperationAdd, HfApi
    from huggingface_hub.errors import HfHubHTTPError

    api = HfApi(endpoint=settings.hf_endpoint, token=token, library_name="gristmill")
    try:
        repo = api.create_repo(repo_id, repo_type="dataset", private=private, exist_ok=True)
        with ExitStack() as opened:
            # As open files: then all of it goes over HTTP, and nothing through a client of its own protocol.
            sources = ((name, opened.enter_context(path.open("rb"))) for name, path in files)
            operations = [CommitOperationAdd(path_in_repo=name, path_or_fileobj=source) for name, source in sources]
            api.create_commit(repo.repo_id, operations, commit_message=MESSAGE, repo_type="dataset")
    except HfHubHTTPError as error:
        status = error.response.status_code if error.response is not None else "no status"
        raise PushFailed(
            f"The Hub answered {status} to the push to {repo_id}: {_MEANINGS.get(status, 'try again')}."
        ) from None
    except ValueError as error:  # its own checks of names, and answers that make no sense
        raise PushFailed(f"The push to {repo_id} was refused: {type(error).__name__}.") from None
    return f"{settings.hf_endpoint.rstrip('/')}/datasets/{repo.repo_id}"


_MEANINGS = {
    401: "the token is not valid",
    403: "the token may not write there",
    404: "there is no such owner, or the token may not see it",
    409: "somebody else changed the repository meanwhile",
    413: "a file is too large",
    429: "too many requests, try again later",
}
