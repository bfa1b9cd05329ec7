// Made by scripts/api-types.mjs from the OpenAPI document; do not edit.
export interface paths {
    "/api/batch-jobs/{batch_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a batch
         * @description Stop a batch, whoever drives it; its samples are kept.
         */
        post: operations["jobs_cancel_api_batch_jobs__string_batch_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batch-jobs/{batch_id}/process-next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Draw the next sample
         * @description Generate the next sample of a batch started with `drive: "client"`; 503 says when to ask again.
         */
        post: operations["jobs_process_next_api_batch_jobs__string_batch_id__process_next_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find batches
         * @description List batches by page, filter, text and order; without any, the newest 100.
         */
        get: operations["batches_batch_list_api_batches_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One batch
         * @description Show a batch with its items, counters, timing, and the reason of its end.
         */
        get: operations["batches_one_batch_api_batches__string_batch_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete a batch
         * @description Delete a batch that has ended, with its samples and files; there is no way back.
         */
        delete: operations["queue_delete_batch_api_batches__string_batch_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change a batch
         * @description Change name, notes, priority, place in the queue or target: all that is named, or nothing.
         */
        patch: operations["moves_change_api_batches__string_batch_id__patch"];
        trace?: never;
    };
    "/api/batches/{batch_id}/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A batch in figures
         * @description Tell how long a batch worked and waited, what a sample took, what failed and why, and how it went in time.
         */
        get: operations["analytics_batch_analytics_api_batches__string_batch_id__analytics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A batch's attempts
         * @description List provider calls in order, judges' included; `next_after` asks for those that follow, now or later.
         */
        get: operations["attempts_batch_attempts_api_batches__string_batch_id__attempts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/attempts/{number}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The answer to an attempt
         * @description Give what the provider answered to one attempt of a batch, also to one that failed.
         */
        get: operations["samples_raw_of_attempt_api_batches__string_batch_id__attempts__int_number__raw_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a waiting batch
         * @description End a batch that waits, queued or paused; one that the worker runs has to be stopped.
         */
        post: operations["moves_cancel_api_batches__string_batch_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A batch's events
         * @description List facts in order, oldest first; `next_after_id` asks for those that follow, now or later.
         */
        get: operations["journal_batch_events_api_batches__string_batch_id__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A batch's items
         * @description List a batch's items in order, each with its own status, progress, counters and errors.
         */
        get: operations["items_batch_items_api_batches__string_batch_id__items_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/items/{item}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry one item
         * @description Try an item again that failed or was stopped: at once while its batch is open, else the batch is queued.
         */
        post: operations["items_retry_item_api_batches__string_batch_id__items__int_item__retry_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A batch's log
         * @description Show the last lines of what happened: events and attempts by time, one line each, without prompts.<br/><br/>With `follow=true` the answer stays open and ends with the batch; an empty line means that nothing happened for<br/>15 s. The log is as long as events and attempts are kept (GRISTMILL_KEEP_EVENTS_DAYS and<br/>GRISTMILL_KEEP_ATTEMPTS_DAYS); the batch's counters still count what is no longer told.
         */
        get: operations["journal_batch_log_api_batches__string_batch_id__log_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a batch
         * @description Take a running or waiting batch out of work; all is kept, and its slot is free in under a second.
         */
        post: operations["moves_pause_api_batches__string_batch_id__pause_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused batch
         * @description Put a paused batch to the head of the queue; one that is only about to pause goes on.
         */
        post: operations["moves_resume_api_batches__string_batch_id__resume_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a batch
         * @description Queue a stopped or failed batch again for what is missing; nothing is paid for twice.
         */
        post: operations["moves_retry_api_batches__string_batch_id__retry_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A batch's samples
         * @description List accepted samples in order of arrival.
         */
        get: operations["batches_batch_samples_api_batches__string_batch_id__samples_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{batch_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a batch
         * @description End a batch that has not ended; its samples are kept.
         */
        post: operations["moves_stop_api_batches__string_batch_id__stop_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The batch to watch
         * @description Show the flagged batch, else a running one, else an incomplete one, else the newest; say which rule it was.<br/><br/>A batch is flagged when it begins to run and until it completes, or by hand.
         */
        get: operations["current_current_batch_api_batches_current_get"];
        /**
         * Choose the batch to watch
         * @description Flag a batch as the current one, in place of any other.
         */
        put: operations["current_choose_current_api_batches_current_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/batch/{batch_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A batch's progress
         * @description Show how far a batch is, in the words of clients that drive it themselves.
         */
        get: operations["items_conversation_api_conversations_batch__string_batch_id__status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/enrichments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enrich samples
         * @description Put an enrichment into the queue: a batch with a slot for each chosen sample.<br/><br/>Results become new fields of the samples, or new versions where a field is there already; what a person has<br/>edited stays, unless `overwrite`. With `dry_run` nothing is queued, and the answer (200) says how many.
         */
        post: operations["enrichments_start_api_enrichments_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List exports
         * @description List exports, newest first.
         */
        get: operations["exports_export_list_api_exports_get"];
        put?: never;
        /**
         * Start an export
         * @description Freeze chosen samples as files; made in the background, one at a time.
         */
        post: operations["exports_start_api_exports_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One export
         * @description Show how far an export is; once it is completed, with its files, their hashes and its counts.
         */
        get: operations["exports_one_export_api_exports__string_export_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete an export
         * @description Delete an export and its archive; the samples stay.
         */
        delete: operations["exports_delete_api_exports__string_export_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an export
         * @description Stop making an export; in effect within about a second, and nothing is left of it.
         */
        post: operations["exports_cancel_api_exports__string_export_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download an export
         * @description Send the archive; ranges and conditions (`If-None-Match`) are understood.
         */
        get: operations["exports_download_api_exports__string_export_id__download_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One file of an export
         * @description Send one member of the archive, by its name in the manifest.
         */
        get: operations["exports_one_file_api_exports__string_export_id__files__path_name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Push an export to the Hub
         * @description Put an export's files into a dataset on the Hugging Face Hub, in the background; HF_TOKEN must be set.
         */
        post: operations["exports_push_api_exports__string_export_id__push_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try an export out
         * @description Say how many samples the same body would export, in which splits, and how many it leaves out and why.
         */
        post: operations["exports_count_api_exports_count_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generate/batch/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimate a batch
         * @description Say what a start with this body will use, cost and last, and which limit will hold it up.
         */
        post: operations["estimates_estimate_batch_api_generate_batch_estimate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generate/batch/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All batches
         * @description List batches, newest first; running ones with their live numbers. With `format=csv` as a table.
         */
        get: operations["batches_history_api_generate_batch_history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generate/batch/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a batch
         * @description Put a batch into the queue; it exists when this is answered, and runs as soon as its turn comes.<br/><br/>The same again, by `Idempotency-Key` or by `batch_date` with `batch_number`, answers 200 with the batch that<br/>there is, and resumes it if it was paused, stopped or failed.
         */
        post: operations["batches_start_api_generate_batch_start_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generate/batch/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The live state
         * @description Answer for the running batch, of several the current one; else the last one's, with `running: false`.
         */
        get: operations["batches_status_api_generate_batch_status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generate/batch/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a batch
         * @description Stop the running batch, or the one named; in effect in under a second, and its samples are kept.<br/><br/>When several run, the current one is meant; when it is none of them, a batch has to be named.
         */
        post: operations["moves_stop_any_api_generate_batch_stop_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generate/batch/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow live progress
         * @description Default `message` events: `id:` and one JSON object with `type`. First `snapshot`, then each change.
         */
        get: operations["stream_stream_api_generate_batch_stream_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the service well
         * @description Needs no token.
         */
        get: operations["health_health_api_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All presets
         * @description List saved orders by name.
         */
        get: operations["presets_preset_list_api_presets_get"];
        put?: never;
        /**
         * Save a preset
         * @description Keep an order under a name of its own; it may be unfinished, and starts nothing.
         */
        post: operations["presets_create_api_presets_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/presets/{preset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a preset
         * @description Give a preset another name, another order, or both.
         */
        put: operations["presets_change_api_presets__string_preset_id__put"];
        post?: never;
        /**
         * Delete a preset
         * @description Delete a saved order; batches that were started with it stay as they are.
         */
        delete: operations["presets_remove_api_presets__string_preset_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All providers
         * @description List the providers with what is missing to use them, their models, and what is used of their limits.
         */
        get: operations["providers_all_providers_api_providers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The queue
         * @description List the running batches and those that wait, in order, with when each will start and end.
         */
        get: operations["queue_queue_api_queue_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find samples
         * @description List samples of all batches by filter, full text and order; `next_cursor` asks for the next page.
         */
        get: operations["samples_sample_list_api_samples_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One sample
         * @description Show a sample with its provenance, the opinions about it, and its versions; the ETag is its revision.
         */
        get: operations["samples_one_sample_api_samples__string_sample_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Edit a sample
         * @description Change fields of the content; what it was before is kept as a version.
         */
        patch: operations["reviews_edit_api_samples__string_sample_id__patch"];
        trace?: never;
    };
    "/api/samples/{sample_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a sample
         * @description Say that a sample may be trained on.
         */
        post: operations["reviews_approve_api_samples__string_sample_id__approve_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The provider's answer
         * @description Give what the provider answered, byte by byte; `X-Truncated: true` says that only its first part was kept.
         */
        get: operations["samples_raw_of_sample_api_samples__string_sample_id__raw_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a sample
         * @description Say that a sample must not be trained on, and why.
         */
        post: operations["reviews_reject_api_samples__string_sample_id__reject_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a review back
         * @description Make a sample wait for a decision again.
         */
        post: operations["reviews_reset_api_samples__string_sample_id__reset_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo edits
         * @description Make an earlier version the present one, as a new version.
         */
        post: operations["reviews_revert_api_samples__string_sample_id__revert_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One version
         * @description Show a content that a sample has or had, and who made it.
         */
        get: operations["samples_one_version_api_samples__string_sample_id__versions__int_version__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review many samples
         * @description Approve, reject or reset all samples of a filter or of a list of ids. By itself it only counts.
         */
        post: operations["reviews_review_many_api_samples_review_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is a token needed, and am I signed in
         * @description Needs no token.
         */
        get: operations["session_session_state_api_session_get"];
        put?: never;
        /**
         * Sign in
         * @description Take the token once and set a cookie for 30 days, which every route then takes in place of the bearer token.<br/><br/>Needs no token. The cookie is void as soon as the token is another one. More than 5 wrong tokens in a minute,<br/>from everybody together, are answered 429. Where no token is set, nothing is asked and no cookie is set.
         */
        post: operations["session_sign_in_api_session_post"];
        /**
         * Sign out
         * @description Clear the cookie of this browser; needs no token.
         */
        delete: operations["session_sign_out_api_session_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All sources
         * @description List sources, newest first; deleted ones are left out.
         */
        get: operations["sources_list_sources_api_sources_get"];
        put?: never;
        /**
         * Upload a source
         * @description Read a file into chunks and store them, or nothing at all; the same file sent again answers 200.
         */
        post: operations["sources_add_source_api_sources_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources/{source_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One source
         * @description Show a source with its first chunks.
         */
        get: operations["sources_show_source_api_sources__string_source_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete a source
         * @description Delete a source for all batches to come; those that were started with it keep its chunks.
         */
        delete: operations["sources_delete_source_api_sources__string_source_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources/{source_id}/chunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A source's chunks
         * @description List chunks in order.
         */
        get: operations["sources_source_chunks_api_sources__string_source_id__chunks_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All templates
         * @description List templates by name, without their texts.
         */
        get: operations["templates_template_list_api_templates_get"];
        put?: never;
        /**
         * Make a template
         * @description Check a definition, fill it in for a try, and store it as version 1; all faults are named at once.
         */
        post: operations["templates_create_api_templates_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{template_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One template
         * @description Show a template with its newest definition, its versions, and why people rejected its samples.
         */
        get: operations["templates_one_template_api_templates__string_template_id__get"];
        /**
         * Change a template
         * @description Add a version; batches that there are go on with theirs. The same again adds none.
         */
        put: operations["templates_change_api_templates__string_template_id__put"];
        post?: never;
        /**
         * Delete a template
         * @description Hide a template from the list and from new batches; batches that use it go on, and it can be restored.
         */
        delete: operations["templates_remove_api_templates__string_template_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{template_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A template as YAML
         * @description Write the newest version as a YAML file that can be imported elsewhere.
         */
        get: operations["template_texts_export_api_templates__string_template_id__export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{template_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a template
         * @description Generate 1 to 5 samples without a batch; nothing is stored, and what it cost is in the answer.
         */
        post: operations["previews_try_template_api_templates__string_template_id__preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{template_id}/render": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fill a template in
         * @description Show the messages that a model would get; nobody is called.
         */
        post: operations["template_texts_render_api_templates__string_template_id__render_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{template_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a deleted template
         * @description Take a deletion back.
         */
        post: operations["templates_restore_api_templates__string_template_id__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{template_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One version of a template
         * @description Show what one version says; versions never change.
         */
        get: operations["template_texts_one_version_api_templates__string_template_id__versions__int_version__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a template over from YAML
         * @description Store what a YAML file says: as a new template, or as a new version of the one that has its name.<br/><br/>The body is the file itself, at most 256 KB, as `application/yaml` or `text/yaml`.
         */
        post: operations["template_texts_take_over_api_templates_import_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a definition
         * @description Generate 1 to 5 samples by a definition that need not be saved; its faults have places in `/definition`.
         */
        post: operations["previews_try_definition_api_templates_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/render": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fill a definition in
         * @description Show the messages of a definition that need not be saved; its faults have their places in `/definition`.
         */
        post: operations["template_texts_render_definition_api_templates_render_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Analytics
         * @description A batch in figures. What retention has deleted is not in the times, the series, the failures and latencies.
         */
        Analytics: {
            /**
             * Active S
             * @description Seconds from the first call to the last answer, without those while it was paused or stopped.
             */
            active_s: number;
            /** Batch Id */
            batch_id: string;
            /**
             * Cost Per Accepted Usd
             * @description US dollars per accepted sample, all calls included.
             */
            cost_per_accepted_usd: number | null;
            /**
             * Duplicates
             * @description Answers that were refused as the same as, or nearly the same as, a sample.
             */
            duplicates: number;
            /**
             * Failures
             * @description Most frequent first; at most 100 kinds.
             */
            failures: components["schemas"]["FailureGroup"][];
            /** @description null: no call was answered. */
            latency_ms: components["schemas"]["Latencies"] | null;
            limits: components["schemas"]["MinuteLimits"];
            /**
             * Rate Per Minute
             * @description Accepted samples per active minute.
             */
            rate_per_minute: number | null;
            /**
             * Rejections
             * @description Most frequent first.
             */
            rejections: components["schemas"]["RejectionCount"][];
            scores: components["schemas"]["ScoreHistogram"];
            series: components["schemas"]["Series"];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /**
             * Tokens Per Accepted
             * @description Tokens per accepted sample, all calls included.
             */
            tokens_per_accepted: number | null;
            /**
             * Waiting S
             * @description Of these, seconds in which no call was out.
             */
            waiting_s: number;
        };
        /**
         * Angles
         * @description One sub-topic of a taxonomy, and the angles it can be asked from.
         */
        Angles: {
            /**
             * Angles
             * @default []
             */
            angles?: string[];
            /** Name */
            name: string;
        };
        /**
         * Approve
         * @description Nothing needs to be said.
         */
        Approve: {
            /**
             * By
             * @description Who approves.
             * @default null
             */
            by?: string | null;
        };
        /**
         * Area
         * @description One topic of a taxonomy with its sub-topics.
         */
        Area: {
            /** Name */
            name: string;
            /** Topics */
            topics: components["schemas"]["Angles"][];
        };
        /** AttemptsPage */
        AttemptsPage: {
            /** Attempts */
            attempts: components["schemas"]["AttemptView"][];
            /**
             * Count
             * @description Rows in this answer.
             */
            count: number;
            /**
             * Next After
             * @description `after` of the next page; the same again when nothing is new.
             */
            next_after: number;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * AttemptView
         * @description One provider call: what it was for, what it used, and how it ended.
         */
        AttemptView: {
            /**
             * Cached Tokens
             * @description The part of the prompt tokens that came from the provider's cache.
             */
            cached_tokens: number;
            /** Completion Tokens */
            completion_tokens: number;
            /**
             * Cost Usd
             * @description US dollars; null: no price is known.
             */
            cost_usd: number | null;
            fate: components["schemas"]["Fate"];
            /**
             * Has Raw
             * @description The provider's answer is kept: see the route `.../attempts/{number}/raw`.
             */
            has_raw: boolean;
            /** Http Status */
            http_status: number | null;
            /** Item */
            item: number;
            /** Latency Ms */
            latency_ms: number;
            /**
             * Message
             * @description The same as a sentence.
             */
            message: string | null;
            /** Model */
            model: string;
            /**
             * Number
             * @description Within its batch, from 1.
             */
            number: number;
            /** Prompt Tokens */
            prompt_tokens: number;
            /** Provider */
            provider: string;
            purpose: components["schemas"]["Purpose"];
            /**
             * Reason
             * @description Why it gave no sample, as one word.
             */
            reason: string | null;
            /**
             * Slot
             * @description The place within its item that it was to fill, from 0.
             */
            slot: number;
            /** Started At */
            started_at: string;
        };
        /**
         * BatchStatus
         * @enum {string}
         */
        BatchStatus: "queued" | "running" | "paused" | "completed" | "stopped" | "failed";
        /**
         * BatchView
         * @description One batch as history lists it: its row merged with the live state.
         */
        BatchView: {
            /**
             * Acceptance Rate
             * @description Accepted divided by judged samples; null when there are none.
             */
            acceptance_rate: number | null;
            /**
             * Attempts
             * @description Provider calls so far.
             */
            attempts: number;
            /** Batch Date */
            batch_date: string | null;
            /** Batch Id */
            batch_id: string | null;
            /** Batch Number */
            batch_number: number | null;
            /** Cached Tokens */
            cached_tokens: number;
            /**
             * Checkpointed Count
             * @description Samples that are in its Parquet files.
             */
            checkpointed_count: number;
            /** Completed At */
            completed_at: string | null;
            /**
             * Completed With Errors
             * @description It failed, but some of its items reached their targets.
             */
            completed_with_errors: boolean;
            cost: components["schemas"]["Cost"];
            /** Cost Usd */
            cost_usd: number | null;
            /** Created At */
            created_at: string | null;
            /**
             * Current
             * @description The batch to watch.
             */
            current: boolean;
            /**
             * Current Sample
             * @description The sample accepted last, flat; null unless it is live.
             */
            current_sample: {
                [key: string]: unknown;
            } | null;
            /** Data Path */
            data_path: string | null;
            /**
             * Demo
             * @description Its samples show the pipeline and must not be trained on.
             */
            demo: boolean;
            /** Difficulty Filter */
            difficulty_filter: string | null;
            /** Drive */
            drive: string;
            /**
             * End Reason
             * @description Why it was stopped or has failed, in a sentence.
             */
            end_reason: string | null;
            /**
             * Enrich After
             * @description The enrichment that starts when the batch completes.
             */
            enrich_after: {
                [key: string]: unknown;
            } | null;
            /**
             * Enrichment
             * @description What an enrichment does to its samples.
             */
            enrichment: {
                [key: string]: unknown;
            } | null;
            /** Errors */
            errors: components["schemas"]["ErrorView"][];
            /** Eta S */
            eta_s: number | null;
            /** Failed Count */
            failed_count: number;
            /** Id */
            id: number;
            /**
             * In Flight
             * @description Calls that are out.
             */
            in_flight: number;
            item_counts: components["schemas"]["ItemCounts"];
            /**
             * Judge
             * @description As the start said; null: as the template says.
             */
            judge: {
                [key: string]: unknown;
            } | boolean | null;
            /** Judge Tokens */
            judge_tokens: number;
            /**
             * Kind
             * @description `generation` or `enrichment`.
             */
            kind: string;
            /** Model */
            model: string | null;
            /** Name */
            name: string | null;
            /** Notes */
            notes: string | null;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /**
             * Pause Cause
             * @description `person`, `provider` or `storage`, while it is paused.
             */
            pause_cause: string | null;
            /** Pause Reason */
            pause_reason: string | null;
            /** Pausing */
            pausing: boolean;
            /** Position */
            position: number | null;
            /**
             * Price
             * @description The prices of its last run, and where they come from.
             */
            price: {
                [key: string]: unknown;
            } | null;
            /** Priority */
            priority: number;
            /**
             * Progress
             * @description Accepted samples divided by the target: 0 to 1.
             */
            progress: number;
            /** Provider */
            provider: string | null;
            quota: components["schemas"]["QuotaView"] | null;
            /** Rate Per Minute */
            rate_per_minute: number;
            /**
             * Reason Counts
             * @description Refused candidates by reason.
             */
            reason_counts: {
                [key: string]: number;
            };
            /** Reasoning Instruction */
            reasoning_instruction: string | null;
            /** Rejected Count */
            rejected_count: number;
            /** Samples Generated */
            samples_generated: number;
            /** Seed */
            seed: number | null;
            /**
             * Stage
             * @description `generating`, `validating`, `enriching` or `done`.
             */
            stage: string;
            /** Started At */
            started_at: string | null;
            status: components["schemas"]["BatchStatus"];
            /** Stopping */
            stopping: boolean;
            /** Target Count */
            target_count: number;
            /** Temperature */
            temperature: number | null;
            /** Template */
            template: string | null;
            /** Template Version */
            template_version: number | null;
            tokens: components["schemas"]["Tokens"];
            /**
             * Top Reasons
             * @description The five most frequent.
             */
            top_reasons: components["schemas"]["ReasonCount"][];
            /** Topic Filter */
            topic_filter: string | null;
            /** Total Tokens */
            total_tokens: number;
        };
        /** BatchWithItems */
        BatchWithItems: {
            /**
             * Acceptance Rate
             * @description Accepted divided by judged samples; null when there are none.
             */
            acceptance_rate: number | null;
            /**
             * Attempts
             * @description Provider calls so far.
             */
            attempts: number;
            /** Batch Date */
            batch_date: string | null;
            /** Batch Id */
            batch_id: string | null;
            /** Batch Number */
            batch_number: number | null;
            /** Cached Tokens */
            cached_tokens: number;
            /**
             * Checkpointed Count
             * @description Samples that are in its Parquet files.
             */
            checkpointed_count: number;
            /** Completed At */
            completed_at: string | null;
            /**
             * Completed With Errors
             * @description It failed, but some of its items reached their targets.
             */
            completed_with_errors: boolean;
            cost: components["schemas"]["Cost"];
            /** Cost Usd */
            cost_usd: number | null;
            /** Created At */
            created_at: string | null;
            /**
             * Current
             * @description The batch to watch.
             */
            current: boolean;
            /**
             * Current Sample
             * @description The sample accepted last, flat; null unless it is live.
             */
            current_sample: {
                [key: string]: unknown;
            } | null;
            /** Data Path */
            data_path: string | null;
            /**
             * Demo
             * @description Its samples show the pipeline and must not be trained on.
             */
            demo: boolean;
            /** Difficulty Filter */
            difficulty_filter: string | null;
            /** Drive */
            drive: string;
            /**
             * End Reason
             * @description Why it was stopped or has failed, in a sentence.
             */
            end_reason: string | null;
            /**
             * Enrich After
             * @description The enrichment that starts when the batch completes.
             */
            enrich_after: {
                [key: string]: unknown;
            } | null;
            /**
             * Enrichment
             * @description What an enrichment does to its samples.
             */
            enrichment: {
                [key: string]: unknown;
            } | null;
            /**
             * Enrichments
             * @description The enrichments that follow the batch.
             */
            enrichments: components["schemas"]["Follower"][];
            /** Errors */
            errors: components["schemas"]["ErrorView"][];
            /** Eta S */
            eta_s: number | null;
            /** Failed Count */
            failed_count: number;
            /** Id */
            id: number;
            /**
             * In Flight
             * @description Calls that are out.
             */
            in_flight: number;
            item_counts: components["schemas"]["ItemCounts"];
            /** Items */
            items: components["schemas"]["ItemView"][];
            /**
             * Judge
             * @description As the start said; null: as the template says.
             */
            judge: {
                [key: string]: unknown;
            } | boolean | null;
            /** Judge Tokens */
            judge_tokens: number;
            /**
             * Kind
             * @description `generation` or `enrichment`.
             */
            kind: string;
            /** Model */
            model: string | null;
            /** Name */
            name: string | null;
            /** Notes */
            notes: string | null;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /**
             * Parent
             * @description The batch that an enrichment follows.
             */
            parent: string | null;
            /**
             * Pause Cause
             * @description `person`, `provider` or `storage`, while it is paused.
             */
            pause_cause: string | null;
            /** Pause Reason */
            pause_reason: string | null;
            /** Pausing */
            pausing: boolean;
            /** Position */
            position: number | null;
            /**
             * Price
             * @description The prices of its last run, and where they come from.
             */
            price: {
                [key: string]: unknown;
            } | null;
            /** Priority */
            priority: number;
            /**
             * Progress
             * @description Accepted samples divided by the target: 0 to 1.
             */
            progress: number;
            /** Provider */
            provider: string | null;
            quota: components["schemas"]["QuotaView"] | null;
            /** Rate Per Minute */
            rate_per_minute: number;
            /**
             * Reason Counts
             * @description Refused candidates by reason.
             */
            reason_counts: {
                [key: string]: number;
            };
            /** Reasoning Instruction */
            reasoning_instruction: string | null;
            /** Rejected Count */
            rejected_count: number;
            /** Samples Generated */
            samples_generated: number;
            /** Seed */
            seed: number | null;
            /**
             * Stage
             * @description `generating`, `validating`, `enriching` or `done`.
             */
            stage: string;
            /** Started At */
            started_at: string | null;
            status: components["schemas"]["BatchStatus"];
            /** Stopping */
            stopping: boolean;
            /** Target Count */
            target_count: number;
            /** Temperature */
            temperature: number | null;
            /** Template */
            template: string | null;
            /** Template Version */
            template_version: number | null;
            tokens: components["schemas"]["Tokens"];
            /**
             * Top Reasons
             * @description The five most frequent.
             */
            top_reasons: components["schemas"]["ReasonCount"][];
            /** Topic Filter */
            topic_filter: string | null;
            /** Total Tokens */
            total_tokens: number;
        };
        /** Budget */
        Budget: {
            /**
             * Limit
             * @description Null: there is none.
             */
            limit: number | null;
            /** Used */
            used: number;
        };
        /** Budgets */
        Budgets: {
            requests: components["schemas"]["Budget"];
            tokens: components["schemas"]["Budget"];
        };
        /**
         * ChangePreset
         * @description What to change of a preset; what is left out stays, and a new order replaces the whole old one.
         */
        ChangePreset: {
            /**
             * Name
             * @description Differs from all others by more than case.
             */
            name?: string;
            order?: components["schemas"]["PresetOrder"];
        };
        /**
         * Check
         * @description One check of the pipeline, in order of the list; what it needs depends on `check`.
         *
         *     | check | looks at | extra |
         *     |---|---|---|
         *     | question | `field` asks or sets a task | |
         *     | not_copy | `field` is not `of` again | `threshold`: share of equal words, default 0.9 |
         *     | numbered_steps | `field` has steps 1. 2. 3. | `when`: `asked` (by the instruction) or `always`; `minimum` |
         *     | citation | `field`, unless null, has the form of an authority | |
         *     | words | `field` has `minimum` to `maximum` words | |
         *     | pattern | `field` matches `pattern` somewhere | |
         *     | banned | no `field` (or none named: any) holds one of `phrases` | |
         *     | language | the texts are in `language` (ISO 639-1) | |
         *     | one_of | `field` is one of the values of the parameter `of` | |
         *     | turns | `field` is a list of turns: alternating, ends with the assistant | `minimum`, `maximum` |
         *     | differs | `field` and `of` differ | `threshold`: largest share of equal words |
         *     | grounded | `field` stands word for word in the source | |
         *     | pii | no personal data | |
         *     | contamination | no long run of words of a benchmark source | `minimum`: words of a run, default 13 |
         *     | near_duplicate | no sample is nearly the same | `threshold`: similarity, default 0.8; `scope` |
         *
         *     Schema, lengths, refusals, placeholders and exact duplicates are always checked. `action: warn` leaves the sample in
         *     and writes a finding, which lowers its score.
         */
        Check: {
            /**
             * Action
             * @default reject
             * @enum {string}
             */
            action?: "reject" | "warn";
            /**
             * Check
             * @enum {string}
             */
            check: "question" | "not_copy" | "numbered_steps" | "citation" | "words" | "pattern" | "banned" | "language" | "one_of" | "turns" | "differs" | "grounded" | "pii" | "contamination" | "near_duplicate";
            /**
             * Field
             * @default null
             */
            field?: string | null;
            /**
             * Fields
             * @description near_duplicate, banned, pii: these only.
             * @default []
             */
            fields?: string[];
            /**
             * Language
             * @default null
             */
            language?: string | null;
            /**
             * Maximum
             * @default null
             */
            maximum?: number | null;
            /**
             * Minimum
             * @default null
             */
            minimum?: number | null;
            /**
             * Of
             * @default null
             */
            of?: string | null;
            /**
             * Pattern
             * @default null
             */
            pattern?: string | null;
            /**
             * Phrases
             * @default []
             */
            phrases?: string[];
            /**
             * Scope
             * @description Default: the setting's.
             * @default null
             */
            scope?: ("batch" | "dataset") | null;
            /**
             * Threshold
             * @default null
             */
            threshold?: number | null;
            /**
             * When
             * @default always
             * @enum {string}
             */
            when?: "always" | "asked";
        };
        /**
         * ChooseCurrent
         * @description Name the batch to watch.
         */
        ChooseCurrent: {
            /** Batch Id */
            batch_id: string;
        };
        /** ChunksPage */
        ChunksPage: {
            /** Chunks */
            chunks: components["schemas"]["ChunkView"][];
            /** Count */
            count: number;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Total */
            total: number;
        };
        /**
         * ChunkView
         * @description One chunk of a source.
         */
        ChunkView: {
            /**
             * Fields
             * @description Of a table: the row.
             */
            fields: {
                [key: string]: unknown;
            } | null;
            /**
             * Heading
             * @description Where a passage stood: the headings above it, or its page.
             */
            heading: string | null;
            /**
             * Number
             * @description From 0; samples name it as `src_0123456789ab#12`.
             */
            number: number;
            /** Text */
            text: string;
        };
        /**
         * Conversation
         * @description Where a batch that a client drives stands.
         */
        Conversation: {
            /** Items */
            items: components["schemas"]["ItemView"][];
            /**
             * Progress
             * @description 0 to 100 %.
             */
            progress: number;
            /**
             * Remaining Items
             * @description Items that still want samples.
             */
            remaining_items: number;
            /** Status */
            status: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            totals: components["schemas"]["Totals"];
        };
        /**
         * Cost
         * @description US dollars; null where no price is known.
         */
        Cost: {
            /**
             * Enrichment Usd
             * @description Of all enrichments that follow the batch.
             */
            enrichment_usd: number | null;
            /** Generation Usd */
            generation_usd: number | null;
            /** Judge Usd */
            judge_usd: number | null;
            /** Total Usd */
            total_usd: number | null;
        };
        /**
         * CostRanges
         * @description US dollars.
         */
        CostRanges: {
            enrichment: components["schemas"]["RangeView"] | null;
            generation: components["schemas"]["RangeView"] | null;
            judge: components["schemas"]["RangeView"] | null;
            total: components["schemas"]["RangeView"] | null;
        };
        /**
         * Criterion
         * @description One line of a judge's rubric; scored 0 to 1.
         */
        Criterion: {
            /** Description */
            description: string;
            /** Name */
            name: string;
            /**
             * Weight
             * @default 1
             */
            weight?: number;
        };
        /** Current */
        Current: {
            batch: components["schemas"]["BatchView"];
            /**
             * Chosen By
             * @description The rule that chose it: asked for, flagged, running, the newest incomplete, or the newest.
             * @enum {string}
             */
            chosen_by: "query" | "flag" | "running" | "incomplete" | "newest";
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * Defaults
         * @description What a call sends unless the batch says otherwise.
         */
        Defaults: {
            /**
             * Max Tokens
             * @default 1200
             */
            max_tokens?: number;
            /**
             * Temperature
             * @default 0.8
             */
            temperature?: number;
        };
        /** Deleted */
        Deleted: {
            /** Batch Id */
            batch_id: string;
            /**
             * Deleted
             * @default true
             * @constant
             */
            deleted?: true;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * EditBatch
         * @description What to change of a batch; what is left out stays.
         */
        EditBatch: {
            /**
             * Name
             * @description null takes the name away.
             * @default null
             */
            name?: string | null;
            /**
             * Notes
             * @description null takes the notes away.
             * @default null
             */
            notes?: string | null;
            /**
             * Position
             * @description Place in the queue to move to: 1 is next, beyond the end is last.
             */
            position?: number;
            /**
             * Priority
             * @description A waiting batch joins the queue anew.
             */
            priority?: number;
            /**
             * Target Count
             * @description Never below what is accepted; may change while it runs.
             */
            target_count?: number;
        };
        /**
         * EditSample
         * @description New values of some top-level fields of the content; null where the template allows it.
         */
        EditSample: {
            /**
             * By
             * @description Who edits.
             * @default null
             */
            by?: string | null;
            /** Content */
            content: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * Enrich
         * @description An enrichment that starts by itself when the batch completes.
         */
        Enrich: {
            /**
             * Fields
             * @description Which of its fields land on the samples, or under which other names; default: all.
             * @default null
             */
            fields?: string[] | {
                [key: string]: unknown;
            } | null;
            /**
             * Model
             * @description Default: the batch's.
             * @default null
             */
            model?: string | null;
            /**
             * Overwrite
             * @description Whether they may replace what a person edited.
             * @default false
             */
            overwrite?: boolean;
            /**
             * Provider
             * @description Default: the batch's.
             * @default null
             */
            provider?: ("groq" | "openai_compatible" | "embedded") | null;
            /**
             * Template
             * @description An enrichment template: its id, name, or `name@version`.
             */
            template: string;
        };
        /** EnrichmentStarted */
        EnrichmentStarted: {
            /**
             * Batch Id
             * @description The batch that does it; null for a dry run.
             */
            batch_id: string | null;
            /**
             * Edited
             * @description How many of them a person has edited: their fields stay, unless `overwrite`.
             */
            edited: number;
            /** Notice */
            notice: string | null;
            /** Position */
            position: number | null;
            /**
             * Samples
             * @description How many samples it works on.
             */
            samples: number;
            /** Status */
            status: string | null;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * ErrorView
         * @description Why an attempt gave no sample.
         */
        ErrorView: {
            /**
             * Attempt
             * @default null
             */
            attempt?: number | null;
            /**
             * Item
             * @default null
             */
            item?: number | null;
            /**
             * Kind
             * @description One word; of a refused candidate its reason.
             */
            kind: string;
            /** Message */
            message: string;
            /** Time */
            time: string;
        };
        /**
         * Estimate
         * @description What a batch will take, before it is started.
         */
        Estimate: {
            /**
             * Basis
             * @description The weakest of the parts'.
             * @enum {string}
             */
            basis: "history" | "preview" | "template";
            /**
             * Binding Limit
             * @description What holds it up most; `concurrency` when no quota does.
             */
            binding_limit: string;
            /**
             * Binding On
             * @description The provider and model that it binds on.
             */
            binding_on: string;
            /** Demo */
            demo: boolean;
            /**
             * Limits
             * @description How long each limit alone would take.
             */
            limits: components["schemas"]["LimitView"][];
            /** Model */
            model: string;
            /** Notes */
            notes: string[];
            /** Parts */
            parts: components["schemas"]["PartView"][];
            per_sample: components["schemas"]["PerSample"];
            /** @description What this estimate itself has cost, if it made calls. */
            preview: components["schemas"]["PreviewTotals"] | null;
            /**
             * Prices
             * @description By provider and model; null where nobody lists one.
             */
            prices: {
                [key: string]: unknown;
            };
            /** Provider */
            provider: string;
            /** @description Where it would join the queue; null if requests draw it. */
            queue: components["schemas"]["QueuePlace"] | null;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Target Count */
            target_count: number;
            total: components["schemas"]["Whole"];
        };
        /** EventsPage */
        EventsPage: {
            /**
             * Count
             * @description Rows in this answer.
             */
            count: number;
            /** Events */
            events: components["schemas"]["EventView"][];
            /**
             * Next After Id
             * @description `after_id` of the next page; the same again when nothing is new.
             */
            next_after_id: number;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * EventView
         * @description One appended fact.
         */
        EventView: {
            /** At */
            at: string;
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /**
             * Id
             * @description Rises over all batches.
             */
            id: number;
            /** Kind */
            kind: string;
        };
        /**
         * Example
         * @description A worked example, shown as an earlier turn of the chat: values of the variables, and the reply to them.
         */
        Example: {
            /** Reply */
            reply: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Variables
             * @default {}
             */
            variables?: {
                [key: string]: string | number | {
                    [key: string]: components["schemas"]["JsonValue"];
                };
            };
        };
        /**
         * ExportCount
         * @description What an export would hold, and what it would leave out.
         */
        ExportCount: {
            /** By Review */
            by_review: {
                [key: string]: number;
            };
            /** By Split */
            by_split: {
                [key: string]: number;
            };
            /** By Template */
            by_template: {
                [key: string]: number;
            };
            /**
             * Left Out
             * @description How many of the chosen samples, by reason.
             */
            left_out: {
                [key: string]: number;
            };
            /**
             * Split Is Exact
             * @description False: more samples than are grouped for a dry run; expected sizes.
             */
            split_is_exact: boolean;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Total */
            total: number;
        };
        /** ExportDeleted */
        ExportDeleted: {
            /**
             * Deleted
             * @default true
             * @constant
             */
            deleted?: true;
            /** Export Id */
            export_id: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /** ExportFile */
        ExportFile: {
            /** Bytes */
            bytes: number;
            /** Name */
            name: string;
            /** Rows */
            rows: number | null;
            /** Sha256 */
            sha256: string;
            /** Split */
            split: string | null;
        };
        /** ExportsPage */
        ExportsPage: {
            /** Count */
            count: number;
            /** Exports */
            exports: components["schemas"]["ExportView"][];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Total */
            total: number;
        };
        /** ExportStarted */
        ExportStarted: {
            /** Export Id */
            export_id: string;
            /** Status */
            status: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /**
             * Total
             * @description Samples that will be written, as far as can be told now.
             */
            total: number;
        };
        /**
         * ExportTotals
         * @description Rows by what they are; empty until the export is completed.
         */
        ExportTotals: {
            /**
             * By Difficulty
             * @default {}
             */
            by_difficulty?: {
                [key: string]: number;
            };
            /**
             * By Model
             * @default {}
             */
            by_model?: {
                [key: string]: number;
            };
            /**
             * By Provider
             * @default {}
             */
            by_provider?: {
                [key: string]: number;
            };
            /**
             * By Review
             * @default {}
             */
            by_review?: {
                [key: string]: number;
            };
            /**
             * By Split
             * @default {}
             */
            by_split?: {
                [key: string]: number;
            };
            /**
             * By Template
             * @default {}
             */
            by_template?: {
                [key: string]: number;
            };
            /**
             * By Topic
             * @default {}
             */
            by_topic?: {
                [key: string]: number;
            };
            /**
             * Rows
             * @default 0
             */
            rows?: number;
        };
        /**
         * ExportView
         * @description One export. `files`, `counts` and `left_out` are there once it is completed.
         */
        ExportView: {
            /** Cancelling */
            cancelling: boolean;
            /** Completed At */
            completed_at: string | null;
            counts: components["schemas"]["ExportTotals"];
            /** Created At */
            created_at: string;
            /** Done */
            done: number;
            /** Error */
            error: string | null;
            /** Export Id */
            export_id: string;
            /** Files */
            files: components["schemas"]["ExportFile"][];
            /** Format */
            format: string;
            /**
             * Left Out
             * @description Chosen samples that stayed behind, by reason.
             */
            left_out: {
                [key: string]: number;
            };
            /**
             * Progress
             * @description 0 to 1.
             */
            progress: number;
            /**
             * Push
             * @description Where it was pushed to, and how that went.
             */
            push: {
                [key: string]: unknown;
            } | null;
            /** Request */
            request: {
                [key: string]: unknown;
            };
            /** Sha256 */
            sha256: string | null;
            /** Size Bytes */
            size_bytes: number | null;
            /** Started At */
            started_at: string | null;
            /**
             * Status
             * @description `queued`, `running`, `completed`, `failed` or `cancelled`.
             */
            status: string;
            /** Total */
            total: number;
        };
        /**
         * FailureGroup
         * @description Calls that gave nothing, of one kind.
         */
        FailureGroup: {
            /** Count */
            count: number;
            /**
             * Fate
             * @description `failed`: no useful answer; `rejected`: checks said no.
             * @enum {string}
             */
            fate: "failed" | "rejected";
            /**
             * Http Status
             * @description null: there was no answer.
             */
            http_status: number | null;
            /**
             * Last At
             * @description When the newest of them began.
             */
            last_at: string;
            /**
             * Last Message
             * @description What that one said, as a sentence.
             */
            last_message: string | null;
            /** @description Whether it was a generator's call or a judge's. */
            purpose: components["schemas"]["Purpose"];
            /**
             * Reason
             * @description As one word.
             */
            reason: string;
        };
        /**
         * Fate
         * @description How one attempt ended.
         * @enum {string}
         */
        Fate: "kept" | "rejected" | "failed" | "cancelled" | "judged";
        /**
         * Finding
         * @description A remark of a check that let the sample pass.
         */
        Finding: {
            /** Check */
            check: string;
            /** Message */
            message: string;
            /** Reason */
            reason: string;
        };
        /**
         * Follower
         * @description An enrichment that follows a batch.
         */
        Follower: {
            /** Batch Id */
            batch_id: string;
            /**
             * Status
             * @description As it is now: that of a follower that has failed is `failed`.
             */
            status: string;
        };
        /** Health */
        Health: {
            /**
             * Database
             * @enum {string}
             */
            database: "ok" | "busy" | "unreachable";
            /** Provider */
            provider: string;
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "degraded";
            /**
             * Storage
             * @description `low`: batches pause until there is more space on the disk.
             * @enum {string}
             */
            storage: "ok" | "low";
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Version */
            version: string;
            /**
             * Worker
             * @enum {string}
             */
            worker: "running" | "idle" | "absent";
        };
        /** History */
        History: {
            /** Batches */
            batches: components["schemas"]["BatchView"][];
            /**
             * Count
             * @description Rows in this answer.
             */
            count: number;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /**
             * Total
             * @description Rows that match, on all pages.
             */
            total: number;
        };
        /** HistoryOrTable */
        HistoryOrTable: {
            /** Batches */
            batches: components["schemas"]["BatchView"][];
            /**
             * Count
             * @description Rows in this answer.
             */
            count: number;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /**
             * Total
             * @description Rows that match, on all pages.
             */
            total: number;
        };
        /** ItemCounts */
        ItemCounts: {
            /** Completed */
            completed: number;
            /** Failed */
            failed: number;
            /** Items */
            items: number;
        };
        /**
         * ItemParameters
         * @description What an item has instead of the batch's own: these two, and any parameter of its template.
         */
        ItemParameters: {
            /**
             * Reasoning Instruction
             * @description How this item's reasoning is to be written.
             * @default null
             */
            reasoning_instruction?: string | null;
            /**
             * Temperature
             * @description Sampling temperature of this item.
             * @default null
             */
            temperature?: number | null;
        } & {
            [key: string]: (string | number) | (string | number)[];
        };
        /** ItemsPage */
        ItemsPage: {
            /** Count */
            count: number;
            /** Items */
            items: components["schemas"]["ItemView"][];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * ItemView
         * @description One item: what it asks for, its counters, and the fate of each of its slots (they sum up to its target).
         */
        ItemView: {
            /** Accepted Count */
            accepted_count: number;
            /** Attempts */
            attempts: number;
            /**
             * Cost Usd
             * @description US dollars, the judge's included; null: no price is known.
             */
            cost_usd: number | null;
            /** Difficulty */
            difficulty: string | null;
            /** End Reason */
            end_reason: string | null;
            /** Errors */
            errors: components["schemas"]["ErrorView"][];
            /** Failed Count */
            failed_count: number;
            /** Item */
            item: number;
            /** Name */
            name: string | null;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /**
             * Progress
             * @description 0 to 100 %.
             */
            progress: number;
            /** Rejected Count */
            rejected_count: number;
            slots: components["schemas"]["SlotCounts"];
            /**
             * Status
             * @description `pending`, `running`, `completed`, `failed`, or `stopped` with its batch.
             */
            status: string;
            /** Target Count */
            target_count: number;
            /** Template */
            template: string | null;
            /** Template Version */
            template_version: number;
            /** Topic */
            topic: string | null;
            /** Total Tokens */
            total_tokens: number;
        };
        /**
         * ItemWanted
         * @description One planned part of a batch; what is left out is as the batch says.
         */
        ItemWanted: {
            /**
             * Difficulty
             * @default null
             */
            difficulty?: ("basic" | "intermediate" | "advanced") | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /** @default null */
            parameters?: components["schemas"]["ItemParameters"] | null;
            /**
             * Target Count
             * @description Samples to accept for this item.
             */
            target_count: number;
            /**
             * Template
             * @default null
             */
            template?: string | null;
            /**
             * Topic
             * @default null
             */
            topic?: string | null;
        };
        JsonValue: unknown;
        /**
         * Judge
         * @description An LLM that scores each candidate by a rubric; below `threshold` (weighted mean) it is rejected.
         */
        Judge: {
            /**
             * Model
             * @description Default: the batch's.
             * @default null
             */
            model?: string | null;
            /**
             * Provider
             * @description Default: the batch's.
             * @default null
             */
            provider?: ("groq" | "openai_compatible" | "embedded") | null;
            /** Rubric */
            rubric: components["schemas"]["Criterion"][];
            /**
             * Threshold
             * @default 0.6
             */
            threshold?: number;
        };
        /**
         * Latencies
         * @description Milliseconds within which so many of the generator's answered calls were answered.
         */
        Latencies: {
            /** P50 */
            p50: number;
            /** P90 */
            p90: number;
            /** P99 */
            p99: number;
        };
        /**
         * LimitView
         * @description How long one limit would take if it were the only one.
         */
        LimitView: {
            alone_s: components["schemas"]["RangeView"];
            /** Amount */
            amount: number;
            /** Limit */
            limit: string;
            /** Model */
            model: string;
            /** Provider */
            provider: string;
        };
        /**
         * MakePreset
         * @description An order to keep under a name.
         */
        MakePreset: {
            /**
             * Name
             * @description Differs from all others by more than case.
             */
            name: string;
            order: components["schemas"]["PresetOrder"];
        };
        /**
         * Matrix
         * @description One item for each topic at each difficulty; a list that is empty or left out is drawn evenly.
         */
        Matrix: {
            /**
             * Difficulties
             * @default []
             */
            difficulties?: ("basic" | "intermediate" | "advanced")[];
            /**
             * Per Cell
             * @description Samples to accept for each.
             */
            per_cell: number;
            /**
             * Topics
             * @default []
             */
            topics?: string[];
        };
        /** MessageView */
        MessageView: {
            /** Content */
            content: string;
            /** Role */
            role: string;
        };
        /**
         * MinuteLimits
         * @description The settings' limits a minute for the batch's provider; null: none.
         */
        MinuteLimits: {
            /** Requests Per Minute */
            requests_per_minute: number | null;
            /** Tokens Per Minute */
            tokens_per_minute: number | null;
        };
        /** Moved */
        Moved: {
            /** Batch Id */
            batch_id: string;
            /**
             * Position
             * @description Place in the queue: 1 is next; 0 is running; null is in no queue.
             */
            position: number | null;
            /**
             * Status
             * @description As it is now; `pausing` or `stopping` while the worker has yet to obey.
             */
            status: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /** NextSample */
        NextSample: {
            /**
             * Progress
             * @description 0 to 100 %.
             */
            progress: number;
            /**
             * Remaining Items
             * @description Items that still want samples.
             */
            remaining_items: number;
            /** Sample */
            sample: {
                [key: string]: unknown;
            };
            /** Samples Generated */
            samples_generated: number;
            /** Status */
            status: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Target Count */
            target_count: number;
        };
        /**
         * NoFields
         * @description Nothing to say: no body, or an empty object.
         */
        NoFields: Record<string, never>;
        /** OneBatch */
        OneBatch: {
            batch: components["schemas"]["BatchWithItems"];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /** OneExport */
        OneExport: {
            export: components["schemas"]["ExportView"];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /** OnePreset */
        OnePreset: {
            preset: components["schemas"]["PresetView"];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /** OneSample */
        OneSample: {
            sample: components["schemas"]["SampleShown"];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /** OneSampleVersion */
        OneSampleVersion: {
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            version: components["schemas"]["VersionShown"];
        };
        /** OneTemplate */
        OneTemplate: {
            definition: components["schemas"]["TemplateDefinition"];
            /**
             * Refusals
             * @description Why people rejected its samples, by version.
             */
            refusals: components["schemas"]["RefusalView"][];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            template: components["schemas"]["TemplateView"];
            /** Versions */
            versions: components["schemas"]["VersionView"][];
        };
        /** OneTemplateVersion */
        OneTemplateVersion: {
            definition: components["schemas"]["TemplateDefinition"];
            /** Name */
            name: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Template Id */
            template_id: string;
            /** Version */
            version: number;
        };
        /**
         * Origin
         * @description Who made the content that a sample has now.
         * @enum {string}
         */
        Origin: "generated" | "person" | "enrichment";
        /**
         * Parameter
         * @description A variable of the template: one of `values`, or a whole number from `minimum` to `maximum`, or free text.
         *
         *     A start that leaves it out gets `default`; without one, values are drawn without replacement from the batch's seed.
         */
        Parameter: {
            /**
             * Default
             * @default null
             */
            default?: string | number | null;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Maximum
             * @default null
             */
            maximum?: number | null;
            /**
             * Minimum
             * @default null
             */
            minimum?: number | null;
            /**
             * Open
             * @description A start may name values that are not in the list.
             * @default false
             */
            open?: boolean;
            /**
             * Values
             * @default []
             */
            values?: string[];
        };
        /**
         * PartView
         * @description What one template or judge of the batch takes, and how much is known of it.
         */
        PartView: {
            acceptance_rate: components["schemas"]["RangeView"];
            /**
             * Basis
             * @enum {string}
             */
            basis: "history" | "preview" | "template";
            /** Calls Known */
            calls_known: number;
            latency_s: components["schemas"]["RangeView"];
            /** Purpose */
            purpose: string;
            /** Same Version */
            same_version: boolean;
            /** Target Count */
            target_count: number;
            /** Template */
            template: string;
            /** Version */
            version: number | null;
        };
        /** PerSample */
        PerSample: {
            calls: components["schemas"]["RangeView"];
            completion_tokens: components["schemas"]["RangeView"];
            cost_usd: components["schemas"]["RangeView"] | null;
            judge_calls: components["schemas"]["RangeView"];
            prompt_tokens: components["schemas"]["RangeView"];
            total_tokens: components["schemas"]["RangeView"];
        };
        /** PresetDeleted */
        PresetDeleted: {
            /**
             * Deleted
             * @default true
             * @constant
             */
            deleted?: true;
            /** Preset Id */
            preset_id: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * PresetOrder
         * @description What a preset says of a batch: the fields of a start, all optional, but for the date and number of a batch.
         */
        PresetOrder: {
            /**
             * Difficulty
             * @description Difficulty of every sample; left out, all are drawn evenly.
             */
            difficulty?: ("basic" | "intermediate" | "advanced") | null;
            /**
             * Drive
             * @description `client`: left alone by the worker; requests generate it, a sample each.
             * @enum {string}
             */
            drive?: "worker" | "client";
            /** @description An enrichment that follows when the batch completes. */
            enrich?: components["schemas"]["Enrich"] | null;
            /**
             * Items
             * @description Parts with targets of their own; not with `matrix`.
             */
            items?: components["schemas"]["ItemWanted"][] | null;
            /**
             * Judge
             * @description An LLM that scores each candidate; default: the template's, `false`: none.
             */
            judge?: components["schemas"]["Judge"] | false | null;
            /**
             * Kind
             * @description With `template: auto`, the kind to pick among.
             */
            kind?: ("qa" | "instruction" | "conversation" | "preference" | "grounded_qa" | "classification" | "reasoning" | "curriculum" | "enrichment" | "other") | null;
            /** @description Parts by topic and difficulty; not with `items`. */
            matrix?: components["schemas"]["Matrix"] | null;
            /**
             * Model
             * @description Model of the provider; default: the provider's own.
             */
            model?: string | null;
            /**
             * Name
             * @description What people call this batch.
             */
            name?: string | null;
            /**
             * Notes
             * @description Whatever is worth remembering.
             */
            notes?: string | null;
            /**
             * Parameters
             * @description Values of the template's parameters: one, or a list to draw from.
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Priority
             * @description Higher goes first; equals go in order of arrival.
             */
            priority?: number;
            /**
             * Provider
             * @description Who generates; default: the provider of the settings.
             */
            provider?: ("groq" | "openai_compatible" | "embedded") | null;
            /**
             * Reasoning Instruction
             * @description How the reasoning is to be written.
             */
            reasoning_instruction?: string | null;
            /**
             * Seed
             * @description Seed of the plan and of the calls; default: drawn.
             */
            seed?: number | null;
            /**
             * Source Id
             * @description An uploaded source; each sample gets one of its chunks or rows.
             */
            source_id?: string | null;
            /**
             * Target Count
             * @description Samples to accept; with items or a matrix, if given, their sum.
             */
            target_count?: number | null;
            /**
             * Taxonomy
             * @description Topics to draw from instead of the template's.
             */
            taxonomy?: components["schemas"]["Area"][] | null;
            /**
             * Temperature
             * @description Sampling temperature; default: the template's.
             */
            temperature?: number | null;
            /**
             * Template
             * @description Kind of sample: a template's id or name, one version as `name@2`, or `auto` to have it picked by kind, parameters and source. Default: Legal Q&A.
             */
            template?: string | null;
            /**
             * Topic
             * @description Topic of every sample; left out, topics are drawn evenly from the built-in taxonomy of UK law.
             */
            topic?: string | null;
        };
        /** PresetsPage */
        PresetsPage: {
            /** Count */
            count: number;
            /**
             * Presets
             * @description By name.
             */
            presets: components["schemas"]["PresetView"][];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * PresetView
         * @description One saved order; `order` holds only what was given.
         */
        PresetView: {
            /** Created At */
            created_at: string;
            /** Name */
            name: string;
            order: components["schemas"]["PresetOrder"];
            /** Preset Id */
            preset_id: string;
            /** Updated At */
            updated_at: string;
        };
        /** Preview */
        Preview: {
            /** Demo */
            demo: boolean;
            /** Model */
            model: string;
            /** Previews */
            previews: components["schemas"]["PreviewView"][];
            /** Provider */
            provider: string;
            /** Seed */
            seed: number;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Template */
            template: string;
            totals: components["schemas"]["PreviewTotals"];
            /**
             * Version
             * @description null: the definition is not saved.
             */
            version: number | null;
        };
        /**
         * PreviewDefinition
         * @description A definition that need not be saved, and what to try it with.
         */
        PreviewDefinition: {
            /**
             * Count
             * @description Samples to try.
             * @default 1
             */
            count?: number;
            definition: components["schemas"]["TemplateDefinition"];
            /**
             * Difficulty
             * @default null
             */
            difficulty?: ("basic" | "intermediate" | "advanced") | null;
            /**
             * Max Wait S
             * @description Seconds to wait for quota at most.
             * @default 30
             */
            max_wait_s?: number;
            /**
             * Model
             * @default null
             */
            model?: string | null;
            /**
             * Parameters
             * @description Values of the template's parameters, as for a start.
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Provider
             * @default null
             */
            provider?: ("groq" | "openai_compatible" | "embedded") | null;
            /**
             * Reasoning Instruction
             * @default null
             */
            reasoning_instruction?: string | null;
            /**
             * Seed
             * @description The same seed asks the same; default: drawn.
             * @default null
             */
            seed?: number | null;
            /**
             * Source Id
             * @description Ground the samples in this.
             * @default null
             */
            source_id?: string | null;
            /**
             * Temperature
             * @default null
             */
            temperature?: number | null;
            /**
             * Topic
             * @default null
             */
            topic?: string | null;
        };
        /** PreviewTokens */
        PreviewTokens: {
            /** Cached */
            cached: number;
            /** Completion */
            completion: number;
            /** Judge */
            judge: number;
            /** Prompt */
            prompt: number;
        };
        /** PreviewTotals */
        PreviewTotals: {
            /** Accepted */
            accepted: number;
            /** Calls */
            calls: number;
            /** Cost Usd */
            cost_usd: number | null;
            tokens: components["schemas"]["PreviewTokens"];
        };
        /**
         * PreviewView
         * @description One try.
         */
        PreviewView: {
            /** Accepted */
            accepted: boolean;
            /** Calls */
            calls: number;
            /** Cost Usd */
            cost_usd: number | null;
            /** Difficulty */
            difficulty: string;
            /** Findings */
            findings: {
                [key: string]: string;
            }[];
            /** Latency Ms */
            latency_ms: number | null;
            /**
             * Message
             * @description The same as a sentence.
             */
            message: string | null;
            /**
             * Messages
             * @description What the model was sent: role and content.
             */
            messages: {
                [key: string]: string;
            }[];
            /**
             * Raw
             * @description The model's reply as it came.
             */
            raw: string | null;
            /**
             * Reason
             * @description Why it was refused or failed, as a word.
             */
            reason: string | null;
            /**
             * Sample
             * @description The sample, or what could be read of a refused one.
             */
            sample: {
                [key: string]: unknown;
            } | null;
            /** Score */
            score: number | null;
            /**
             * Scores
             * @description The judge's, by criterion.
             */
            scores: {
                [key: string]: number;
            } | null;
            /** Seed */
            seed: number;
            /** Source Ref */
            source_ref: string | null;
            tokens: components["schemas"]["PreviewTokens"];
            /** Topic */
            topic: string;
        };
        /**
         * PreviewWanted
         * @description What to try a template with; all may be left out.
         */
        PreviewWanted: {
            /**
             * Count
             * @description Samples to try.
             * @default 1
             */
            count?: number;
            /**
             * @description Try this, which need not be saved, in place of the template's own definition.
             * @default null
             */
            definition?: components["schemas"]["TemplateDefinition"] | null;
            /**
             * Difficulty
             * @default null
             */
            difficulty?: ("basic" | "intermediate" | "advanced") | null;
            /**
             * Max Wait S
             * @description Seconds to wait for quota at most.
             * @default 30
             */
            max_wait_s?: number;
            /**
             * Model
             * @default null
             */
            model?: string | null;
            /**
             * Parameters
             * @description Values of the template's parameters, as for a start.
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Provider
             * @default null
             */
            provider?: ("groq" | "openai_compatible" | "embedded") | null;
            /**
             * Reasoning Instruction
             * @default null
             */
            reasoning_instruction?: string | null;
            /**
             * Seed
             * @description The same seed asks the same; default: drawn.
             * @default null
             */
            seed?: number | null;
            /**
             * Source Id
             * @description Ground the samples in this.
             * @default null
             */
            source_id?: string | null;
            /**
             * Temperature
             * @default null
             */
            temperature?: number | null;
            /**
             * Topic
             * @default null
             */
            topic?: string | null;
        };
        /**
         * Problem
         * @description Every failure, RFC 9457 (`application/problem+json`).
         */
        Problem: {
            /** Detail */
            detail: string;
            /**
             * Errors
             * @description One entry per wrong field: pointer and detail.
             * @default []
             */
            errors?: {
                [key: string]: string;
            }[];
            /** Instance */
            instance: string;
            /** Status */
            status: number;
            /**
             * Success
             * @default false
             * @constant
             */
            success?: false;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * ProcessNext
         * @description Ask for the next sample of a batch that its client drives.
         */
        ProcessNext: {
            /**
             * Max Wait S
             * @description Seconds to wait for quota at most; the provider's call comes on top.
             * @default 30
             */
            max_wait_s?: number;
        };
        /**
         * ProviderLimits
         * @description The limits of the settings for each model of a provider; null: none. The provider may report tighter ones.
         */
        ProviderLimits: {
            /** Requests Per Day */
            requests_per_day: number | null;
            /** Requests Per Minute */
            requests_per_minute: number | null;
            /** Tokens Per Day */
            tokens_per_day: number | null;
            /** Tokens Per Minute */
            tokens_per_minute: number | null;
        };
        /** ProvidersPage */
        ProvidersPage: {
            /**
             * Default
             * @description Who generates for a batch that names no provider.
             * @enum {string}
             */
            default: "groq" | "openai_compatible" | "embedded";
            /** Providers */
            providers: components["schemas"]["ProviderView"][];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * ProviderUse
         * @description What the provider's default model has used of its limits: stored calls, judges' and previews' included.
         */
        ProviderUse: {
            /** @description In the last 24 h. */
            day: components["schemas"]["WindowUse"];
            /** @description In the last 60 s. */
            minute: components["schemas"]["WindowUse"];
        };
        /**
         * ProviderView
         * @description One provider as the settings have it; holds no key and no address.
         */
        ProviderView: {
            /**
             * Configured
             * @description The settings hold what it cannot do without.
             */
            configured: boolean;
            /**
             * Default Model
             * @description The model of a batch that names none; null: it must name one.
             */
            default_model: string | null;
            /**
             * Demo
             * @description True: its samples show the pipeline and must not be trained on.
             */
            demo: boolean;
            limits: components["schemas"]["ProviderLimits"];
            /**
             * Models
             * @description The default first, then those that batches named, newest first; at most 20.
             */
            models: string[];
            /**
             * Name
             * @enum {string}
             */
            name: "groq" | "openai_compatible" | "embedded";
            /**
             * Remedy
             * @description What to do so that it can be used; null: nothing.
             */
            remedy: string | null;
            used: components["schemas"]["ProviderUse"];
        };
        /**
         * Purpose
         * @description What a provider call was for.
         * @enum {string}
         */
        Purpose: "generate" | "judge";
        /**
         * PushExport
         * @description Where on the Hugging Face Hub the export goes.
         */
        PushExport: {
            /**
             * Private
             * @default true
             */
            private?: boolean;
            /**
             * Repo Id
             * @description `name` or `owner/name` of a dataset; made if there is none.
             */
            repo_id: string;
        };
        /**
         * QueueEntry
         * @description One batch that runs or waits. Estimates come from the measured rate and are null where there is none.
         */
        QueueEntry: {
            /** Batch Id */
            batch_id: string;
            /** Estimated End At */
            estimated_end_at: string | null;
            /**
             * Estimated Start At
             * @description When its turn will come; when it came, for a running batch.
             */
            estimated_start_at: string | null;
            /** Name */
            name: string | null;
            /**
             * Position
             * @description 0 is running, 1 is next.
             */
            position: number;
            /** Priority */
            priority: number;
            /**
             * Rate Per Minute
             * @description Samples a minute that it does now, or is expected to do beside the others of its model.
             */
            rate_per_minute: number | null;
            /**
             * Remaining
             * @description Samples that are still missing.
             */
            remaining: number;
            /** Samples Generated */
            samples_generated: number;
            /** Status */
            status: string;
            /** Target Count */
            target_count: number;
        };
        /** QueuePage */
        QueuePage: {
            /**
             * Count
             * @description Rows in this answer.
             */
            count: number;
            /**
             * Max Running
             * @description Batches that may run at the same time.
             */
            max_running: number;
            /** Queue */
            queue: components["schemas"]["QueueEntry"][];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /**
             * Total
             * @description Batches that run or wait.
             */
            total: number;
        };
        /** QueuePlace */
        QueuePlace: {
            /** Estimated Start At */
            estimated_start_at: string | null;
            /** Position */
            position: number;
            /**
             * Samples Ahead
             * @description Null behind a queue that is too long to add up.
             */
            samples_ahead: number | null;
        };
        /**
         * QuotaView
         * @description What counts now against each limit of a provider and model.
         */
        QuotaView: {
            /**
             * Estimate Tokens
             * @description What the next call is expected to use.
             */
            estimate_tokens: number;
            per_day: components["schemas"]["Budgets"];
            per_minute: components["schemas"]["Budgets"];
            /**
             * Waiting S
             * @description Until the next call may go.
             */
            waiting_s: number;
            /**
             * Why
             * @description What it waits for.
             */
            why: string | null;
        };
        /**
         * RangeView
         * @description What to expect; nine times out of ten it is within low and high.
         */
        RangeView: {
            /** Expected */
            expected: number;
            /** High */
            high: number;
            /** Low */
            low: number;
        };
        /** ReasonCount */
        ReasonCount: {
            /** Count */
            count: number;
            /** Reason */
            reason: string;
        };
        /** RefusalView */
        RefusalView: {
            /** Count */
            count: number;
            /** Reason */
            reason: string | null;
            /** Version */
            version: number;
        };
        /**
         * Reject
         * @description Why: the reasons are counted per template version.
         */
        Reject: {
            /**
             * By
             * @description Who rejects.
             * @default null
             */
            by?: string | null;
            /** Reason */
            reason: string;
        };
        /**
         * RejectionCount
         * @description How many answers were refused for one reason.
         */
        RejectionCount: {
            /** Count */
            count: number;
            /** Reason */
            reason: string;
        };
        /**
         * RenderDefinition
         * @description A definition that need not be saved, and what to fill it in with; what is left out gets a first value.
         */
        RenderDefinition: {
            /**
             * Angle
             * @description What a plan would draw from the taxonomy.
             * @default null
             */
            angle?: string | null;
            definition: components["schemas"]["TemplateDefinition"];
            /**
             * Difficulty
             * @default null
             */
            difficulty?: ("basic" | "intermediate" | "advanced") | null;
            /**
             * Framing
             * @description What a plan would draw from the framings.
             * @default null
             */
            framing?: string | null;
            /**
             * Parameters
             * @description Values of its parameters; of a list the first is taken.
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Reasoning Instruction
             * @default null
             */
            reasoning_instruction?: string | null;
            /**
             * Row
             * @description Fields that stand for a row of a source.
             * @default null
             */
            row?: {
                [key: string]: unknown;
            } | null;
            /**
             * Sample
             * @description Content that an enrichment works on.
             * @default null
             */
            sample?: {
                [key: string]: unknown;
            } | null;
            /**
             * Small Model
             * @description In the form for small models, if it has one.
             * @default false
             */
            small_model?: boolean;
            /**
             * Source
             * @description Text that stands for a chunk of a source.
             * @default null
             */
            source?: string | null;
            /**
             * Topic
             * @default null
             */
            topic?: string | null;
        };
        /** RenderedTemplate */
        RenderedTemplate: {
            /**
             * Available
             * @description Names that they may use: what every template has, and its parameters.
             */
            available: string[];
            /** Characters */
            characters: number;
            /** Max Tokens */
            max_tokens: number;
            /** Messages */
            messages: components["schemas"]["MessageView"][];
            /** Prompt Hash */
            prompt_hash: string;
            /**
             * Sample Schema
             * @description JSON schema that the reply is held to.
             */
            sample_schema: {
                [key: string]: unknown;
            };
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Temperature */
            temperature: number;
            /**
             * Template Id
             * @description null: the definition is not saved.
             */
            template_id: string | null;
            /**
             * Variables
             * @description Names that the template's texts use, also those for a small model.
             */
            variables: string[];
            /**
             * Version
             * @description null: the definition is not saved.
             */
            version: number | null;
        };
        /**
         * RenderTemplate
         * @description What to fill a template in with; what is left out gets a first value.
         */
        RenderTemplate: {
            /**
             * Angle
             * @description What a plan would draw from the taxonomy.
             * @default null
             */
            angle?: string | null;
            /**
             * Difficulty
             * @default null
             */
            difficulty?: ("basic" | "intermediate" | "advanced") | null;
            /**
             * Framing
             * @description What a plan would draw from the framings.
             * @default null
             */
            framing?: string | null;
            /**
             * Parameters
             * @description Values of its parameters; of a list the first is taken.
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Reasoning Instruction
             * @default null
             */
            reasoning_instruction?: string | null;
            /**
             * Row
             * @description Fields that stand for a row of a source.
             * @default null
             */
            row?: {
                [key: string]: unknown;
            } | null;
            /**
             * Sample
             * @description Content that an enrichment works on.
             * @default null
             */
            sample?: {
                [key: string]: unknown;
            } | null;
            /**
             * Small Model
             * @description In the form for small models, if it has one.
             * @default false
             */
            small_model?: boolean;
            /**
             * Source
             * @description Text that stands for a chunk of a source.
             * @default null
             */
            source?: string | null;
            /**
             * Topic
             * @default null
             */
            topic?: string | null;
        };
        /**
         * RevertSample
         * @description Which version to go back to.
         */
        RevertSample: {
            /**
             * By
             * @description Who does it.
             * @default null
             */
            by?: string | null;
            /** Version */
            version: number;
        };
        /**
         * Review
         * @description What a person has decided about a sample.
         * @enum {string}
         */
        Review: "pending" | "approved" | "rejected";
        /** ReviewedMany */
        ReviewedMany: {
            /**
             * Changed
             * @description Samples that had another decision before; 0 in a dry run.
             */
            changed: number;
            /** Dry Run */
            dry_run: boolean;
            /**
             * Matched
             * @description Samples that are meant.
             */
            matched: number;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * ReviewFilter
         * @description Which samples, in a body.
         */
        ReviewFilter: {
            /**
             * Batch Id
             * @description Only of this batch.
             * @default null
             */
            batch_id?: string | null;
            /**
             * Demo
             * @description Only, or without, what the demo model made.
             * @default null
             */
            demo?: boolean | null;
            /**
             * Difficulty
             * @description Only of this difficulty.
             * @default null
             */
            difficulty?: ("basic" | "intermediate" | "advanced") | null;
            /**
             * Kind
             * @description Only of templates of this kind.
             * @default null
             */
            kind?: ("qa" | "instruction" | "conversation" | "preference" | "grounded_qa" | "classification" | "reasoning" | "curriculum" | "enrichment" | "other") | null;
            /**
             * Origin
             * @description Only contents of this maker.
             * @default null
             */
            origin?: ("generated" | "person" | "enrichment") | null;
            /**
             * Q
             * @description Full text: words that all occur, "words in a row", beginnings with a * at the end.
             * @default null
             */
            q?: string | null;
            /**
             * Review
             * @description Only with this decision of a person.
             * @default null
             */
            review?: ("pending" | "approved" | "rejected") | null;
            /**
             * Score Max
             * @description Only with this score or a worse one.
             * @default null
             */
            score_max?: number | null;
            /**
             * Score Min
             * @description Only with this score or a better one.
             * @default null
             */
            score_min?: number | null;
            /**
             * Template
             * @description Only of this template: its name or id, or one version as `name@2`.
             * @default null
             */
            template?: string | null;
            /**
             * Topic
             * @description Only of exactly this topic.
             * @default null
             */
            topic?: string | null;
            /**
             * Topic Contains
             * @description Only of topics that contain this.
             * @default null
             */
            topic_contains?: string | null;
        };
        /**
         * ReviewMany
         * @description What to decide about which samples: `filter` or `ids`. By itself a dry run, which changes nothing.
         */
        ReviewMany: {
            /**
             * Action
             * @enum {string}
             */
            action: "approve" | "reject" | "reset";
            /**
             * By
             * @default null
             */
            by?: string | null;
            /**
             * Dry Run
             * @description False: do it.
             * @default true
             */
            dry_run?: boolean;
            /**
             * Expected
             * @description What the dry run counted: another number now is a 409.
             * @default null
             */
            expected?: number | null;
            /** @default null */
            filter?: components["schemas"]["ReviewFilter"] | null;
            /**
             * Ids
             * @default null
             */
            ids?: string[] | null;
            /**
             * Reason
             * @default null
             */
            reason?: string | null;
        };
        /**
         * SampleChoice
         * @description Which samples; the names are those of GET /api/samples.
         */
        SampleChoice: {
            /**
             * Batch Id
             * @default null
             */
            batch_id?: string | null;
            /**
             * Demo
             * @default null
             */
            demo?: boolean | null;
            /**
             * Difficulty
             * @default null
             */
            difficulty?: ("basic" | "intermediate" | "advanced") | null;
            /**
             * Kind
             * @description Of their template.
             * @default null
             */
            kind?: string | null;
            /** @default null */
            origin?: components["schemas"]["Origin"] | null;
            /**
             * Q
             * @description Samples whose text holds these words.
             * @default null
             */
            q?: string | null;
            /** @default null */
            review?: components["schemas"]["Review"] | null;
            /**
             * Score Max
             * @default null
             */
            score_max?: number | null;
            /**
             * Score Min
             * @default null
             */
            score_min?: number | null;
            /**
             * Template
             * @description Its name or id, or `name@version`.
             * @default null
             */
            template?: string | null;
            /**
             * Topic
             * @description Exactly this topic.
             * @default null
             */
            topic?: string | null;
            /**
             * Topic Contains
             * @default null
             */
            topic_contains?: string | null;
        };
        /**
         * SampleLine
         * @description A sample as lists show it. A refused candidate (`verdict: rejected`) has its fate instead of the later fields.
         */
        SampleLine: {
            /**
             * Attempt
             * @default null
             */
            attempt?: number | null;
            /** Batch Id */
            batch_id: string;
            /**
             * Cached Tokens
             * @default null
             */
            cached_tokens?: number | null;
            /**
             * Completion Tokens
             * @default null
             */
            completion_tokens?: number | null;
            /** Content */
            content: {
                [key: string]: unknown;
            } | null;
            /**
             * Cost Usd
             * @default null
             */
            cost_usd?: number | null;
            /** Created At */
            created_at: string;
            /** Demo */
            demo: boolean;
            /** Difficulty */
            difficulty: string;
            /**
             * Edited At
             * @default null
             */
            edited_at?: string | null;
            /**
             * Edited By
             * @default null
             */
            edited_by?: string | null;
            /**
             * Findings
             * @description What the checks remarked.
             */
            findings: components["schemas"]["Finding"][];
            /** Item */
            item: number;
            /**
             * Judge Cost Usd
             * @default null
             */
            judge_cost_usd?: number | null;
            /**
             * Judge Tokens
             * @default null
             */
            judge_tokens?: number | null;
            /**
             * Latency Ms
             * @default null
             */
            latency_ms?: number | null;
            /**
             * Model
             * @default null
             */
            model?: string | null;
            /**
             * Model Sha256
             * @default null
             */
            model_sha256?: string | null;
            /**
             * @description Who wrote the present content.
             * @default generated
             */
            origin?: components["schemas"]["Origin"];
            /**
             * Prompt Hash
             * @default null
             */
            prompt_hash?: string | null;
            /**
             * Prompt Tokens
             * @default null
             */
            prompt_tokens?: number | null;
            /**
             * Provider
             * @default null
             */
            provider?: string | null;
            /**
             * Reason
             * @description Why a candidate was refused.
             * @default null
             */
            reason?: string | null;
            /**
             * @description A person's decision.
             * @default pending
             */
            review?: components["schemas"]["Review"];
            /**
             * Review Reason
             * @default null
             */
            review_reason?: string | null;
            /**
             * Reviewed At
             * @default null
             */
            reviewed_at?: string | null;
            /**
             * Reviewed By
             * @default null
             */
            reviewed_by?: string | null;
            /**
             * Revision
             * @description Counts changes; it is the ETag.
             * @default 1
             */
            revision?: number;
            /** Sample Id */
            sample_id: string;
            /**
             * Score
             * @description The machine's opinion, 0 to 1; of a refused candidate only a judge's.
             */
            score: number | null;
            /**
             * Scores
             * @description The judge's, by criterion.
             * @default null
             */
            scores?: {
                [key: string]: number;
            } | null;
            /**
             * Seed
             * @default null
             */
            seed?: number | null;
            /**
             * Source Ref
             * @default null
             */
            source_ref?: string | null;
            /** Template */
            template: string;
            /** Template Version */
            template_version: number;
            /** Topic */
            topic: string;
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "accepted" | "rejected";
            /**
             * Version
             * @description Counts contents.
             * @default 1
             */
            version?: number;
        };
        /** SampleList */
        SampleList: {
            /**
             * Count
             * @description Rows in this answer.
             */
            count: number;
            /**
             * Next Cursor
             * @description `cursor` of the next page; null on the last one.
             */
            next_cursor: string | null;
            /** Samples */
            samples: components["schemas"]["SampleLine"][];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /**
             * Total
             * @description Rows that match; at least so many where `total_is_exact` is false.
             */
            total: number;
            /** Total Is Exact */
            total_is_exact: boolean;
        };
        /** SampleShown */
        SampleShown: {
            /**
             * Attempt
             * @default null
             */
            attempt?: number | null;
            /** Batch Id */
            batch_id: string;
            /**
             * Cached Tokens
             * @default null
             */
            cached_tokens?: number | null;
            /**
             * Completion Tokens
             * @default null
             */
            completion_tokens?: number | null;
            /** Content */
            content: {
                [key: string]: unknown;
            } | null;
            /**
             * Cost Usd
             * @default null
             */
            cost_usd?: number | null;
            /** Created At */
            created_at: string;
            /** Demo */
            demo: boolean;
            /** Difficulty */
            difficulty: string;
            /**
             * Edited At
             * @default null
             */
            edited_at?: string | null;
            /**
             * Edited By
             * @default null
             */
            edited_by?: string | null;
            /**
             * Findings
             * @description What the checks remarked.
             */
            findings: components["schemas"]["Finding"][];
            /** Item */
            item: number;
            /**
             * Judge Cost Usd
             * @default null
             */
            judge_cost_usd?: number | null;
            /**
             * Judge Tokens
             * @default null
             */
            judge_tokens?: number | null;
            /**
             * Latency Ms
             * @default null
             */
            latency_ms?: number | null;
            /**
             * Model
             * @default null
             */
            model?: string | null;
            /**
             * Model Sha256
             * @default null
             */
            model_sha256?: string | null;
            /**
             * @description Who wrote the present content.
             * @default generated
             */
            origin?: components["schemas"]["Origin"];
            /**
             * Prompt Hash
             * @default null
             */
            prompt_hash?: string | null;
            /**
             * Prompt Tokens
             * @default null
             */
            prompt_tokens?: number | null;
            /**
             * Provider
             * @default null
             */
            provider?: string | null;
            /**
             * Reason
             * @description Why a candidate was refused.
             * @default null
             */
            reason?: string | null;
            /**
             * @description A person's decision.
             * @default pending
             */
            review?: components["schemas"]["Review"];
            /**
             * Review Reason
             * @default null
             */
            review_reason?: string | null;
            /**
             * Reviewed At
             * @default null
             */
            reviewed_at?: string | null;
            /**
             * Reviewed By
             * @default null
             */
            reviewed_by?: string | null;
            /**
             * Revision
             * @description Counts changes; it is the ETag.
             * @default 1
             */
            revision?: number;
            /** Sample Id */
            sample_id: string;
            /**
             * Score
             * @description The machine's opinion, 0 to 1; of a refused candidate only a judge's.
             */
            score: number | null;
            /**
             * Scores
             * @description The judge's, by criterion.
             * @default null
             */
            scores?: {
                [key: string]: number;
            } | null;
            /**
             * Seed
             * @default null
             */
            seed?: number | null;
            /**
             * Source Ref
             * @default null
             */
            source_ref?: string | null;
            /** Template */
            template: string;
            /** Template Version */
            template_version: number;
            /** Topic */
            topic: string;
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "accepted" | "rejected";
            /**
             * Version
             * @description Counts contents.
             * @default 1
             */
            version?: number;
            /**
             * Versions
             * @description Oldest first, the present one last.
             * @default []
             */
            versions?: components["schemas"]["VersionLine"][];
        };
        /** SamplesPage */
        SamplesPage: {
            /** Count */
            count: number;
            /** Samples */
            samples: components["schemas"]["SampleView"][];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Total */
            total: number;
        };
        /** SampleView */
        SampleView: {
            /** Batch Id */
            batch_id: string;
            /** Created At */
            created_at: string;
            /** Demo */
            demo: boolean;
            /** Difficulty */
            difficulty: string;
            /** Model */
            model: string;
            /** Provider */
            provider: string;
            /** Sample Id */
            sample_id: string;
            /** Topic */
            topic: string;
        };
        /** SavedTemplate */
        SavedTemplate: {
            /**
             * Changed
             * @description False when the newest version says the same already.
             */
            changed: boolean;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            template: components["schemas"]["TemplateView"];
        };
        /**
         * ScoreHistogram
         * @description The scores of a batch's samples.
         */
        ScoreHistogram: {
            /**
             * Buckets
             * @description Samples with a score in [0, 0.1), [0.1, 0.2) and so on to [0.9, 1].
             */
            buckets: number[];
            /** Mean */
            mean: number | null;
            /**
             * Scored
             * @description Samples that have a score.
             */
            scored: number;
        };
        /**
         * Series
         * @description Gapless buckets over wall time, from the first call to the last.
         */
        Series: {
            /**
             * Bucket S
             * @description Seconds of each bucket; a round number.
             */
            bucket_s: number;
            /** Buckets */
            buckets: components["schemas"]["SeriesBucket"][];
            /**
             * End At
             * @description When the last bucket ends.
             */
            end_at: string | null;
            /**
             * Start At
             * @description When the first bucket begins; null: there is none.
             */
            start_at: string | null;
        };
        /**
         * SeriesBucket
         * @description The calls that began within one bucket, and what became of them.
         */
        SeriesBucket: {
            /** Accepted */
            accepted: number;
            /**
             * At
             * @description When it begins.
             */
            at: string;
            /**
             * Calls
             * @description All calls, judges' and cut-off ones included.
             */
            calls: number;
            /**
             * Cost Usd
             * @description Of all calls, in US dollars; null: no call of the batch has a price.
             */
            cost_usd: number | null;
            /**
             * Failed
             * @description As the batch counts them: a judge's calls and those that met a 429 are not in it.
             */
            failed: number;
            /** Rejected */
            rejected: number;
            /**
             * Tokens
             * @description Of all calls.
             */
            tokens: number;
        };
        /**
         * SessionState
         * @description Whether this browser may use the API.
         */
        SessionState: {
            /**
             * Signed In
             * @description Whether the one who asks may use the API: by a cookie, by the token, or because none is set.
             */
            signed_in: boolean;
            /**
             * Success
             * @constant
             */
            success: true;
            /**
             * Token Needed
             * @description Whether GRISTMILL_API_TOKEN is set, so that only who knows it may ask.
             */
            token_needed: boolean;
        };
        /**
         * SignIn
         * @description The token of GRISTMILL_API_TOKEN, as a person types it.
         */
        SignIn: {
            /**
             * Token
             * @description The value of GRISTMILL_API_TOKEN.
             */
            token: string;
        };
        /** SlotCounts */
        SlotCounts: {
            /** Accepted */
            accepted: number;
            /** Open */
            open: number;
            /** Unfilled */
            unfilled: number;
        };
        /**
         * SmallForm
         * @description How the template is put to a small model: fewer words, tighter bounds, a worked example.
         */
        SmallForm: {
            /**
             * Examples
             * @default []
             */
            examples?: components["schemas"]["Example"][];
            /**
             * Max Tokens
             * @default 800
             */
            max_tokens?: number;
            /** Schema */
            schema: {
                [key: string]: unknown;
            };
            /** System */
            system: string;
            /**
             * Temperature
             * @default 0.8
             */
            temperature?: number;
            /** User */
            user: string;
        };
        /** SourceDeleted */
        SourceDeleted: {
            /**
             * Chunks Kept
             * @description True: batches that were started with it still need its chunks.
             */
            chunks_kept: boolean;
            /**
             * Deleted
             * @default true
             * @constant
             */
            deleted?: true;
            /** Source Id */
            source_id: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /** SourceShown */
        SourceShown: {
            /** Chunk Count */
            chunk_count: number;
            /**
             * Chunks
             * @description The first ones.
             */
            chunks: components["schemas"]["ChunkView"][];
            /** Created At */
            created_at: string;
            /** Media */
            media: string;
            /** Name */
            name: string;
            /**
             * Options
             * @description How it was read.
             */
            options: {
                [key: string]: unknown;
            };
            /**
             * Purpose
             * @enum {string}
             */
            purpose: "seed" | "benchmark";
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
            /** Source Id */
            source_id: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /** SourcesPage */
        SourcesPage: {
            /** Count */
            count: number;
            /** Sources */
            sources: components["schemas"]["SourceView"][];
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Total */
            total: number;
        };
        /** SourceTaken */
        SourceTaken: {
            /** Chunk Count */
            chunk_count: number;
            /**
             * Chunks
             * @description The first ones.
             */
            chunks: components["schemas"]["ChunkView"][];
            /**
             * Created
             * @description False: the same file was here already.
             */
            created: boolean;
            /** Created At */
            created_at: string;
            /** Media */
            media: string;
            /** Name */
            name: string;
            /**
             * Options
             * @description How it was read.
             */
            options: {
                [key: string]: unknown;
            };
            /**
             * Purpose
             * @enum {string}
             */
            purpose: "seed" | "benchmark";
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
            /** Source Id */
            source_id: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * SourceView
         * @description One source.
         */
        SourceView: {
            /** Chunk Count */
            chunk_count: number;
            /** Created At */
            created_at: string;
            /** Media */
            media: string;
            /** Name */
            name: string;
            /**
             * Options
             * @description How it was read.
             */
            options: {
                [key: string]: unknown;
            };
            /**
             * Purpose
             * @enum {string}
             */
            purpose: "seed" | "benchmark";
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
            /** Source Id */
            source_id: string;
        };
        /**
         * Split
         * @description Shares of the samples; they sum up to 1. The same seed and the same samples give the same split.
         */
        Split: {
            /**
             * Seed
             * @default 0
             */
            seed?: number;
            /**
             * Test
             * @default 0.05
             */
            test?: number;
            /**
             * Train
             * @default 0.9
             */
            train?: number;
            /**
             * Validation
             * @default 0.05
             */
            validation?: number;
        };
        /**
         * StartBatch
         * @description Ask for a batch. `target_count` is needed unless `items` or `matrix` say it; all else may be left out.
         */
        StartBatch: {
            /**
             * Batch Date
             * @description With `batch_number`, which day's which batch this is: the same again makes no second one.
             * @default null
             */
            batch_date?: string | null;
            /**
             * Batch Number
             * @default null
             */
            batch_number?: number | null;
            /**
             * Difficulty
             * @description Difficulty of every sample; left out, all are drawn evenly.
             * @default null
             */
            difficulty?: ("basic" | "intermediate" | "advanced") | null;
            /**
             * Drive
             * @description `client`: left alone by the worker; requests generate it, a sample each.
             * @default worker
             * @enum {string}
             */
            drive?: "worker" | "client";
            /**
             * @description An enrichment that follows when the batch completes.
             * @default null
             */
            enrich?: components["schemas"]["Enrich"] | null;
            /**
             * Items
             * @description Parts with targets of their own; not with `matrix`.
             * @default null
             */
            items?: components["schemas"]["ItemWanted"][] | null;
            /**
             * Judge
             * @description An LLM that scores each candidate; default: the template's, `false`: none.
             * @default null
             */
            judge?: components["schemas"]["Judge"] | false | null;
            /**
             * Kind
             * @description With `template: auto`, the kind to pick among.
             * @default null
             */
            kind?: ("qa" | "instruction" | "conversation" | "preference" | "grounded_qa" | "classification" | "reasoning" | "curriculum" | "enrichment" | "other") | null;
            /**
             * @description Parts by topic and difficulty; not with `items`.
             * @default null
             */
            matrix?: components["schemas"]["Matrix"] | null;
            /**
             * Model
             * @description Model of the provider; default: the provider's own.
             * @default null
             */
            model?: string | null;
            /**
             * Name
             * @description What people call this batch.
             * @default null
             */
            name?: string | null;
            /**
             * Notes
             * @description Whatever is worth remembering.
             * @default null
             */
            notes?: string | null;
            /**
             * Parameters
             * @description Values of the template's parameters: one, or a list to draw from.
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Priority
             * @description Higher goes first; equals go in order of arrival.
             * @default 0
             */
            priority?: number;
            /**
             * Provider
             * @description Who generates; default: the provider of the settings.
             * @default null
             */
            provider?: ("groq" | "openai_compatible" | "embedded") | null;
            /**
             * Reasoning Instruction
             * @description How the reasoning is to be written.
             * @default null
             */
            reasoning_instruction?: string | null;
            /**
             * Seed
             * @description Seed of the plan and of the calls; default: drawn.
             * @default null
             */
            seed?: number | null;
            /**
             * Source Id
             * @description An uploaded source; each sample gets one of its chunks or rows.
             * @default null
             */
            source_id?: string | null;
            /**
             * Target Count
             * @description Samples to accept; with items or a matrix, if given, their sum.
             * @default null
             */
            target_count?: number | null;
            /**
             * Taxonomy
             * @description Topics to draw from instead of the template's.
             * @default null
             */
            taxonomy?: components["schemas"]["Area"][] | null;
            /**
             * Temperature
             * @description Sampling temperature; default: the template's.
             * @default null
             */
            temperature?: number | null;
            /**
             * Template
             * @description Kind of sample: a template's id or name, one version as `name@2`, or `auto` to have it picked by kind, parameters and source. Default: Legal Q&A.
             * @default null
             */
            template?: string | null;
            /**
             * Topic
             * @description Topic of every sample; left out, topics are drawn evenly from the built-in taxonomy of UK law.
             * @default null
             */
            topic?: string | null;
        };
        /** Started */
        Started: {
            /** Batch Id */
            batch_id: string;
            /**
             * Created
             * @description False: the same was asked before, and this is the batch that was made then.
             */
            created: boolean;
            /**
             * Demo
             * @description True: its samples show the pipeline and must not be trained on.
             */
            demo: boolean;
            /**
             * Items
             * @description Parts it is planned as.
             */
            items: number;
            /**
             * Notice
             * @description What to know about this batch, if anything.
             */
            notice: string | null;
            /**
             * Position
             * @description Place in the queue: 1 is next; 0 is running; null is in no queue.
             */
            position: number | null;
            /**
             * Resumed
             * @description True: that batch was paused, stopped or failed, and goes on.
             */
            resumed: boolean;
            /** Status */
            status: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * StartEnrichment
         * @description Run a template over samples that there are: of one batch, of a list, or of a filter.
         */
        StartEnrichment: {
            /**
             * Batch Id
             * @description All samples of this batch.
             * @default null
             */
            batch_id?: string | null;
            /**
             * Dry Run
             * @description Only say how many samples it would work on.
             * @default false
             */
            dry_run?: boolean;
            /**
             * Fields
             * @description Which of its fields land on the samples, or under which other names; default: all.
             * @default null
             */
            fields?: string[] | {
                [key: string]: unknown;
            } | null;
            /**
             * @description As the parameters of `GET /api/samples`.
             * @default null
             */
            filter?: components["schemas"]["ReviewFilter"] | null;
            /**
             * Ids
             * @default null
             */
            ids?: string[] | null;
            /**
             * Judge
             * @description Who scores the results; false: nobody.
             * @default null
             */
            judge?: components["schemas"]["Judge"] | false | null;
            /**
             * Model
             * @description Default: the batch's.
             * @default null
             */
            model?: string | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Notes
             * @default null
             */
            notes?: string | null;
            /**
             * Overwrite
             * @description Whether they may replace what a person edited.
             * @default false
             */
            overwrite?: boolean;
            /**
             * Parameters
             * @description Values of the template's parameters.
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Priority
             * @default 0
             */
            priority?: number;
            /**
             * Provider
             * @description Default: the batch's.
             * @default null
             */
            provider?: ("groq" | "openai_compatible" | "embedded") | null;
            /**
             * Reasoning Instruction
             * @default null
             */
            reasoning_instruction?: string | null;
            /**
             * Seed
             * @default null
             */
            seed?: number | null;
            /**
             * Temperature
             * @default null
             */
            temperature?: number | null;
            /**
             * Template
             * @description An enrichment template: its id, name, or `name@version`.
             */
            template: string;
        };
        /**
         * StartExport
         * @description Choose samples by `batch_ids`, `ids` or `filter` (all that are given must hold) and say how to write them.
         */
        StartExport: {
            /**
             * Batch Ids
             * @default null
             */
            batch_ids?: string[] | null;
            /**
             * Fields
             * @description Columns in their order, or new names for fields: {column: field}. For chat formats the fields that fill `user`, `assistant` and `system`; for alpaca `instruction`, `input`, `output`; for dpo `prompt`, `chosen`, `rejected`.
             * @default null
             */
            fields?: string[] | {
                [key: string]: unknown;
            } | null;
            /** @default null */
            filter?: components["schemas"]["SampleChoice"] | null;
            /**
             * Format
             * @enum {string}
             */
            format: "openai_chat" | "sharegpt" | "alpaca" | "dpo" | "jsonl" | "csv" | "parquet" | "batch_zip";
            /**
             * Ids
             * @description Samples by their ids.
             * @default null
             */
            ids?: string[] | null;
            /**
             * Include Demo
             * @description Also samples of the demo model, which are not for training.
             * @default false
             */
            include_demo?: boolean;
            /**
             * Language
             * @description Of the texts (ISO 639), for the dataset card.
             * @default en
             */
            language?: string;
            /**
             * Review
             * @description Left out: GRISTMILL_EXPORT_REVIEW; for batch_zip `any`.
             * @default null
             */
            review?: ("approved" | "not_rejected" | "any") | null;
            /**
             * Shard Rows
             * @description Rows of a file. Left out: 100,000 for Parquet, else no bound.
             * @default null
             */
            shard_rows?: number | null;
            /**
             * @description Left out: one file, `train`.
             * @default null
             */
            split?: components["schemas"]["Split"] | null;
            /**
             * System Prompt
             * @description Put in front of every conversation (openai_chat, sharegpt, alpaca, dpo).
             * @default null
             */
            system_prompt?: string | null;
        };
        /**
         * Status
         * @description The live state; without a running batch `running` is false and the numbers are those of the last one.
         */
        Status: {
            /** Batch Id */
            batch_id: string | null;
            /** Current Sample */
            current_sample: {
                [key: string]: unknown;
            } | null;
            /** Errors */
            errors: components["schemas"]["ErrorView"][];
            /** Eta S */
            eta_s: number | null;
            /** Model */
            model: string | null;
            /** Progress */
            progress: number;
            quota: components["schemas"]["QuotaView"] | null;
            /** Rate Per Minute */
            rate_per_minute: number;
            /** Running */
            running: boolean;
            /**
             * Running Batches
             * @description All that the worker runs, by their slots.
             */
            running_batches: string[];
            /** Samples Generated */
            samples_generated: number;
            /** Started At */
            started_at: string | null;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Target Count */
            target_count: number;
            /** Total Tokens */
            total_tokens: number;
        };
        /**
         * StopBatch
         * @description Ask a batch to stop; without `batch_id` the running one.
         */
        StopBatch: {
            /**
             * Batch Id
             * @default null
             */
            batch_id?: string | null;
        };
        /** Stopping */
        Stopping: {
            /** Batch Id */
            batch_id: string;
            /**
             * Status
             * @description `stopped` at once for a queued batch, `stopping` for the running one.
             */
            status: string;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
        };
        /**
         * TemplateDefinition
         * @description One kind of sample. `system` and `user` are Jinja2 texts; see docs/templates.md for the variables.
         */
        TemplateDefinition: {
            /**
             * Checks
             * @default []
             */
            checks?: components["schemas"]["Check"][];
            /**
             * @default {
             *       "max_tokens": 1200,
             *       "temperature": 0.8
             *     }
             */
            defaults?: components["schemas"]["Defaults"];
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Examples
             * @default []
             */
            examples?: components["schemas"]["Example"][];
            /**
             * Framings
             * @description Forms a question can take, drawn evenly.
             * @default []
             */
            framings?: string[];
            /**
             * Identity Fields
             * @description Equal in these, two samples are the same.
             * @default []
             */
            identity_fields?: string[];
            /** @default null */
            judge?: components["schemas"]["Judge"] | null;
            /**
             * Kind
             * @default other
             * @enum {string}
             */
            kind?: "qa" | "instruction" | "conversation" | "preference" | "grounded_qa" | "classification" | "reasoning" | "curriculum" | "enrichment" | "other";
            /** Name */
            name: string;
            /**
             * Parameters
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Schema
             * @description JSON schema (2020-12) of the sample: an object.
             */
            schema: {
                [key: string]: unknown;
            };
            /** @default null */
            small?: components["schemas"]["SmallForm"] | null;
            /** System */
            system: string;
            /**
             * Taxonomy
             * @description Where topics are drawn from when a batch names none: the built-in one, or its own.
             * @default null
             */
            taxonomy?: "uk_law" | components["schemas"]["Area"][] | null;
            /** User */
            user: string;
        };
        /** TemplatesPage */
        TemplatesPage: {
            /** Count */
            count: number;
            /**
             * Success
             * @default true
             * @constant
             */
            success?: true;
            /** Templates */
            templates: components["schemas"]["TemplateView"][];
        };
        /**
         * TemplateView
         * @description A template without its texts.
         */
        TemplateView: {
            /**
             * Built In
             * @description It came with Gristmill.
             */
            built_in: boolean;
            /** Created At */
            created_at: string;
            /** Deleted At */
            deleted_at: string | null;
            /** Description */
            description: string;
            /**
             * Fields
             * @description Of the samples that it makes.
             */
            fields: string[];
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /**
             * Needs
             * @description What it cannot do without: `source`, `row`, or `sample` (enrichment).
             */
            needs: string[];
            /** Parameters */
            parameters: string[];
            /** Template Id */
            template_id: string;
            /** Updated At */
            updated_at: string;
            /**
             * Version
             * @description The newest.
             */
            version: number;
        };
        /**
         * Tokens
         * @description Tokens of the batch's own calls; `cached` is the part of them that came from the provider's cache.
         */
        Tokens: {
            /** Cached */
            cached: number;
            /** Generation */
            generation: number;
            /** Judge */
            judge: number;
            /** Total */
            total: number;
        };
        /** Totals */
        Totals: {
            /** Accepted */
            accepted: number;
            /** Failed */
            failed: number;
            /** Rejected */
            rejected: number;
            /** Target */
            target: number;
        };
        /**
         * UploadForm
         * @description A file, and how to read it.
         */
        UploadForm: {
            /**
             * Chunk Chars
             * @description Largest chunk of a document, in characters.
             * @default 2000
             */
            chunk_chars?: number;
            /**
             * File
             * Format: binary
             * @description `.csv`, `.jsonl`, `.json`, `.parquet`, `.md`, `.txt`, `.pdf`, or `.zip`.
             */
            file: string;
            /**
             * Name
             * @description Left out: the file's name.
             * @default null
             */
            name?: string | null;
            /**
             * Overlap Chars
             * @description How much of a chunk the next one repeats; at most a third of chunk_chars.
             * @default 200
             */
            overlap_chars?: number;
            /**
             * Purpose
             * @description `seed`: samples are made from it; `benchmark`: samples must not repeat it.
             * @default seed
             * @enum {string}
             */
            purpose?: "seed" | "benchmark";
            /**
             * Text Field
             * @description Of a table: the field that holds the text. Left out: all fields, as `name: value` lines.
             * @default null
             */
            text_field?: string | null;
        };
        /** VersionLine */
        VersionLine: {
            /** Edited At */
            edited_at: string | null;
            /** Edited By */
            edited_by: string | null;
            /** Origin */
            origin: string;
            /** Version */
            version: number;
        };
        /** VersionShown */
        VersionShown: {
            /** Content */
            content: {
                [key: string]: unknown;
            };
            /** Edited At */
            edited_at: string | null;
            /** Edited By */
            edited_by: string | null;
            /** Origin */
            origin: string;
            /** Version */
            version: number;
        };
        /** VersionView */
        VersionView: {
            /**
             * Built In
             * @description It came with Gristmill, and not from a person.
             */
            built_in: boolean;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
        };
        /**
         * Whole
         * @description What the whole batch takes.
         */
        Whole: {
            calls: components["schemas"]["RangeView"];
            completion_tokens: components["schemas"]["RangeView"];
            cost_usd: components["schemas"]["CostRanges"] | null;
            duration_s: components["schemas"]["RangeView"] | null;
            judge_calls: components["schemas"]["RangeView"];
            prompt_tokens: components["schemas"]["RangeView"];
            total_tokens: components["schemas"]["RangeView"];
        };
        /**
         * WindowUse
         * @description Calls that began within a window, and the tokens of them that count against the limits.
         */
        WindowUse: {
            /** Requests */
            requests: number;
            /** Tokens */
            tokens: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    jobs_cancel_api_batch_jobs__string_batch_id__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
        };
    };
    jobs_process_next_api_batch_jobs__string_batch_id__process_next_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProcessNext"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextSample"];
                };
            };
        };
    };
    batches_batch_list_api_batches_get: {
        parameters: {
            query?: {
                /** @description Rows of this page. */
                limit?: number;
                /** @description Only this model. */
                model?: string | null;
                /** @description Rows to pass over. */
                offset?: number;
                /** @description Only batches whose id, name, notes, topic, model or instruction contains this. */
                q?: string | null;
                /** @description Order; `-` means largest or newest first. */
                sort?: "-id" | "id" | "-started_at" | "started_at" | "-samples_generated" | "samples_generated" | "-target_count" | "target_count" | "-created_at" | "created_at" | "-name" | "name" | "-status" | "status" | "-priority" | "priority" | "-total_tokens" | "total_tokens" | "-completed_at" | "completed_at";
                /** @description Only these statuses: repeated, or one list with commas. */
                status?: string[];
                /** @description Only topics that contain this. */
                topic?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
        };
    };
    batches_one_batch_api_batches__string_batch_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneBatch"];
                };
            };
        };
    };
    queue_delete_batch_api_batches__string_batch_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    moves_change_api_batches__string_batch_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditBatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneBatch"];
                };
            };
        };
    };
    analytics_batch_analytics_api_batches__string_batch_id__analytics_get: {
        parameters: {
            query?: {
                /** @description The most buckets that the series may have. */
                points?: number;
            };
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Analytics"];
                };
            };
        };
    };
    attempts_batch_attempts_api_batches__string_batch_id__attempts_get: {
        parameters: {
            query?: {
                /** @description Only attempts with a larger number. */
                after?: number;
                /** @description Only those that ended so. */
                fate?: components["schemas"]["Fate"] | null;
                /** @description Rows of this page. */
                limit?: number;
                /** @description Only calls of a generator, or of a judge. */
                purpose?: components["schemas"]["Purpose"] | null;
                /** @description Only those with this `reason`. */
                reason?: string | null;
            };
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptsPage"];
                };
            };
        };
    };
    samples_raw_of_attempt_api_batches__string_batch_id__attempts__int_number__raw_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id. */
                batch_id: string;
                /** @description The attempt's number within its batch, from 1. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/plain": string;
                };
            };
        };
    };
    moves_cancel_api_batches__string_batch_id__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
        };
    };
    journal_batch_events_api_batches__string_batch_id__events_get: {
        parameters: {
            query?: {
                /** @description Only events with a larger id. */
                after_id?: number;
                /** @description Only this kind: `batch.started`, say. */
                kind?: string | null;
                /** @description Rows of this page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsPage"];
                };
            };
        };
    };
    items_batch_items_api_batches__string_batch_id__items_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsPage"];
                };
            };
        };
    };
    items_retry_item_api_batches__string_batch_id__items__int_item__retry_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
                /** @description The item's number, from 1. */
                item: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
        };
    };
    journal_batch_log_api_batches__string_batch_id__log_get: {
        parameters: {
            query?: {
                /** @description Keep the answer open and add lines until the batch has ended. */
                follow?: boolean;
                /** @description Lines to begin with: the last ones. */
                tail?: number;
            };
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    moves_pause_api_batches__string_batch_id__pause_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
        };
    };
    moves_resume_api_batches__string_batch_id__resume_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
        };
    };
    moves_retry_api_batches__string_batch_id__retry_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
        };
    };
    batches_batch_samples_api_batches__string_batch_id__samples_get: {
        parameters: {
            query?: {
                /** @description Only this difficulty. */
                difficulty?: string | null;
                /** @description Rows of this page. */
                limit?: number;
                /** @description Rows to pass over. */
                offset?: number;
                /** @description Only samples whose text contains this. */
                q?: string | null;
                /** @description Only topics that contain this. */
                topic?: string | null;
            };
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesPage"];
                };
            };
        };
    };
    moves_stop_api_batches__string_batch_id__stop_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
        };
    };
    current_current_batch_api_batches_current_get: {
        parameters: {
            query?: {
                /** @description Show this batch instead. */
                batch_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Current"];
                };
            };
        };
    };
    current_choose_current_api_batches_current_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChooseCurrent"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Current"];
                };
            };
        };
    };
    items_conversation_api_conversations_batch__string_batch_id__status_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's public id, as start returned it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
        };
    };
    enrichments_start_api_enrichments_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartEnrichment"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrichmentStarted"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrichmentStarted"];
                };
            };
        };
    };
    exports_export_list_api_exports_get: {
        parameters: {
            query?: {
                /** @description Rows of this page. */
                limit?: number;
                /** @description Rows to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportsPage"];
                };
            };
        };
    };
    exports_start_api_exports_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartExport"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportStarted"];
                };
            };
        };
    };
    exports_one_export_api_exports__string_export_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The export's public id, as start returned it. */
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneExport"];
                };
            };
        };
    };
    exports_delete_api_exports__string_export_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The export's public id, as start returned it. */
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportDeleted"];
                };
            };
        };
    };
    exports_cancel_api_exports__string_export_id__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The export's public id, as start returned it. */
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneExport"];
                };
            };
        };
    };
    exports_download_api_exports__string_export_id__download_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The export's public id, as start returned it. */
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
        };
    };
    exports_one_file_api_exports__string_export_id__files__path_name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The export's public id, as start returned it. */
                export_id: string;
                /** @description A file's name, as the export's `files` lists it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    exports_push_api_exports__string_export_id__push_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The export's public id, as start returned it. */
                export_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushExport"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneExport"];
                };
            };
        };
    };
    exports_count_api_exports_count_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartExport"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportCount"];
                };
            };
        };
    };
    estimates_estimate_batch_api_generate_batch_estimate_post: {
        parameters: {
            query?: {
                /** @description `auto`: a template without history is tried with two calls, which cost what they cost. */
                preview?: "auto" | "never";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartBatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estimate"];
                };
            };
        };
    };
    batches_history_api_generate_batch_history_get: {
        parameters: {
            query?: {
                /** @description `csv`: a table to download, of all batches that match unless `limit` is given. */
                format?: "json" | "csv";
                /** @description Rows of this page. */
                limit?: number;
                /** @description Only this model. */
                model?: string | null;
                /** @description Rows to pass over. */
                offset?: number;
                /** @description Only batches whose id, name, notes, topic, model or instruction contains this. */
                q?: string | null;
                /** @description Order; `-` means largest or newest first. */
                sort?: "-id" | "id" | "-started_at" | "started_at" | "-samples_generated" | "samples_generated" | "-target_count" | "target_count";
                /** @description Only this status (`done` and `error` are read as `completed` and `failed`). */
                status?: "queued" | "running" | "paused" | "completed" | "stopped" | "failed" | "done" | "error";
                /** @description Only topics that contain this. */
                topic?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryOrTable"];
                    "text/csv": string;
                };
            };
        };
    };
    batches_start_api_generate_batch_start_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key again returns the batch that it made, and resumes it, and makes no second one. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartBatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
        };
    };
    batches_status_api_generate_batch_status_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
        };
    };
    moves_stop_any_api_generate_batch_stop_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StopBatch"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stopping"];
                };
            };
        };
    };
    stream_stream_api_generate_batch_stream_get: {
        parameters: {
            query?: {
                /** @description Only news of this batch. */
                batch_id?: string | null;
                /** @description As the Last-Event-ID header, for clients that cannot set one. */
                last_event_id?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** @description One JSON object with `type`. */
                        data: string;
                        /** @description A rising number, for Last-Event-ID. */
                        id: string;
                    };
                };
            };
        };
    };
    health_health_api_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    presets_preset_list_api_presets_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetsPage"];
                };
            };
        };
    };
    presets_create_api_presets_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakePreset"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePreset"];
                };
            };
        };
    };
    presets_change_api_presets__string_preset_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The preset's public id. */
                preset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePreset"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePreset"];
                };
            };
        };
    };
    presets_remove_api_presets__string_preset_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The preset's public id. */
                preset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetDeleted"];
                };
            };
        };
    };
    providers_all_providers_api_providers_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProvidersPage"];
                };
            };
        };
    };
    queue_queue_api_queue_get: {
        parameters: {
            query?: {
                /** @description Rows of this page. */
                limit?: number;
                /** @description Rows to pass over; the running batches come first. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuePage"];
                };
            };
        };
    };
    samples_sample_list_api_samples_get: {
        parameters: {
            query?: {
                /** @description Only of this batch. */
                batch_id?: string | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Only, or without, what the demo model made. */
                demo?: boolean | null;
                /** @description Only of this difficulty. */
                difficulty?: ("basic" | "intermediate" | "advanced") | null;
                /** @description Only of templates of this kind. */
                kind?: ("qa" | "instruction" | "conversation" | "preference" | "grounded_qa" | "classification" | "reasoning" | "curriculum" | "enrichment" | "other") | null;
                /** @description Rows of this page. */
                limit?: number;
                /** @description Only contents of this maker. */
                origin?: ("generated" | "person" | "enrichment") | null;
                /** @description Full text: words that all occur, "words in a row", beginnings with a * at the end. */
                q?: string | null;
                /** @description Only candidates refused for this reason. */
                reason?: string | null;
                /** @description Only with this decision of a person. */
                review?: ("pending" | "approved" | "rejected") | null;
                /** @description Only with this score or a worse one. */
                score_max?: number | null;
                /** @description Only with this score or a better one. */
                score_min?: number | null;
                /** @description Newest first; or by score, which leaves out samples without one. */
                sort?: "-id" | "-score" | "score";
                /** @description Only of this template: its name or id, or one version as `name@2`. */
                template?: string | null;
                /** @description Only of exactly this topic. */
                topic?: string | null;
                /** @description Only of topics that contain this. */
                topic_contains?: string | null;
                /** @description `rejected`: candidates that the checks refused, newest first, while they are kept. */
                verdict?: "accepted" | "rejected";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleList"];
                };
            };
        };
    };
    samples_one_sample_api_samples__string_sample_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sample's id; of a refused candidate `rejection_<number>`. */
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSample"];
                };
            };
        };
    };
    reviews_edit_api_samples__string_sample_id__patch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag as it was answered, `"3"`: else 412. `*` is any. */
                "If-Match"?: string | null;
                /** @description Who does it, unless the body says. */
                "X-Reviewer"?: string | null;
            };
            path: {
                /** @description The sample's id; of a refused candidate `rejection_<number>`. */
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditSample"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSample"];
                };
            };
        };
    };
    reviews_approve_api_samples__string_sample_id__approve_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag as it was answered, `"3"`: else 412. `*` is any. */
                "If-Match"?: string | null;
                /** @description Who does it, unless the body says. */
                "X-Reviewer"?: string | null;
            };
            path: {
                /** @description The sample's id; of a refused candidate `rejection_<number>`. */
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Approve"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSample"];
                };
            };
        };
    };
    samples_raw_of_sample_api_samples__string_sample_id__raw_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sample's id; of a refused candidate `rejection_<number>`. */
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/plain": string;
                };
            };
        };
    };
    reviews_reject_api_samples__string_sample_id__reject_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag as it was answered, `"3"`: else 412. `*` is any. */
                "If-Match"?: string | null;
                /** @description Who does it, unless the body says. */
                "X-Reviewer"?: string | null;
            };
            path: {
                /** @description The sample's id; of a refused candidate `rejection_<number>`. */
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reject"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSample"];
                };
            };
        };
    };
    reviews_reset_api_samples__string_sample_id__reset_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag as it was answered, `"3"`: else 412. `*` is any. */
                "If-Match"?: string | null;
                /** @description Who does it, unless the body says. */
                "X-Reviewer"?: string | null;
            };
            path: {
                /** @description The sample's id; of a refused candidate `rejection_<number>`. */
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Approve"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSample"];
                };
            };
        };
    };
    reviews_revert_api_samples__string_sample_id__revert_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag as it was answered, `"3"`: else 412. `*` is any. */
                "If-Match"?: string | null;
                /** @description Who does it, unless the body says. */
                "X-Reviewer"?: string | null;
            };
            path: {
                /** @description The sample's id; of a refused candidate `rejection_<number>`. */
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevertSample"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSample"];
                };
            };
        };
    };
    samples_one_version_api_samples__string_sample_id__versions__int_version__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sample's id; of a refused candidate `rejection_<number>`. */
                sample_id: string;
                /** @description Number of a version, from 1. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSampleVersion"];
                };
            };
        };
    };
    reviews_review_many_api_samples_review_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag as it was answered, `"3"`: else 412. `*` is any. */
                "If-Match"?: string | null;
                /** @description Who does it, unless the body says. */
                "X-Reviewer"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewMany"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewedMany"];
                };
            };
        };
    };
    session_session_state_api_session_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionState"];
                };
            };
        };
    };
    session_sign_in_api_session_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionState"];
                };
            };
        };
    };
    session_sign_out_api_session_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionState"];
                };
            };
        };
    };
    sources_list_sources_api_sources_get: {
        parameters: {
            query?: {
                /** @description Rows of this page. */
                limit?: number;
                /** @description Rows to pass over. */
                offset?: number;
                /** @description Only these. */
                purpose?: ("seed" | "benchmark") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourcesPage"];
                };
            };
        };
    };
    sources_add_source_api_sources_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadForm"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceTaken"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceTaken"];
                };
            };
        };
    };
    sources_show_source_api_sources__string_source_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The source's id, as the upload returned it. */
                source_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceShown"];
                };
            };
        };
    };
    sources_delete_source_api_sources__string_source_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The source's id, as the upload returned it. */
                source_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDeleted"];
                };
            };
        };
    };
    sources_source_chunks_api_sources__string_source_id__chunks_get: {
        parameters: {
            query?: {
                /** @description Chunks of this page. */
                limit?: number;
                /** @description Chunks to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The source's id, as the upload returned it. */
                source_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChunksPage"];
                };
            };
        };
    };
    templates_template_list_api_templates_get: {
        parameters: {
            query?: {
                /** @description List deleted ones, too. */
                deleted?: boolean;
                /** @description Only this kind. */
                kind?: ("qa" | "instruction" | "conversation" | "preference" | "grounded_qa" | "classification" | "reasoning" | "curriculum" | "enrichment" | "other") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatesPage"];
                };
            };
        };
    };
    templates_create_api_templates_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateDefinition"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedTemplate"];
                };
            };
        };
    };
    templates_one_template_api_templates__string_template_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id; its name is taken, too. */
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTemplate"];
                };
            };
        };
    };
    templates_change_api_templates__string_template_id__put: {
        parameters: {
            query?: never;
            header?: {
                /** @description Change it only if the newest version is still this one: `"v3"`. */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The template's id; its name is taken, too. */
                template_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateDefinition"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedTemplate"];
                };
            };
        };
    };
    templates_remove_api_templates__string_template_id__delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description Change it only if the newest version is still this one: `"v3"`. */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The template's id; its name is taken, too. */
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedTemplate"];
                };
            };
        };
    };
    template_texts_export_api_templates__string_template_id__export_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id; its name is taken, too. */
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": components["schemas"]["TemplateDefinition"];
                };
            };
        };
    };
    previews_try_template_api_templates__string_template_id__preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id or name, with `@version` for an older one. */
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PreviewWanted"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
        };
    };
    template_texts_render_api_templates__string_template_id__render_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id; its name is taken, too. */
                template_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenderTemplate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenderedTemplate"];
                };
            };
        };
    };
    templates_restore_api_templates__string_template_id__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id; its name is taken, too. */
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedTemplate"];
                };
            };
        };
    };
    template_texts_one_version_api_templates__string_template_id__versions__int_version__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template's id; its name is taken, too. */
                template_id: string;
                /** @description Number of the version, from 1. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTemplateVersion"];
                };
            };
        };
    };
    template_texts_take_over_api_templates_import_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/yaml": components["schemas"]["TemplateDefinition"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedTemplate"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedTemplate"];
                };
            };
        };
    };
    previews_try_definition_api_templates_preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewDefinition"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
        };
    };
    template_texts_render_definition_api_templates_render_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenderDefinition"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenderedTemplate"];
                };
            };
        };
    };
}
