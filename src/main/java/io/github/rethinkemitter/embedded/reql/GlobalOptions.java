package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.wire.ResponseType;
import java.util.Set;

/** The global optional arguments that a query may have. */
final class GlobalOptions {
    private static final Set<String> KNOWN = Set.of(
            "_EVAL_FLAGS_",
            "_NO_RECURSE_",
            "_SHORTCUT_",
            "array_limit",
            "attempts",
            "auth",
            "base",
            "binary_format",
            "changefeed_queue_size",
            "conflict",
            "data",
            "db",
            "default",
            "default_timezone",
            "dry_run",
            "durability",
            "emergency_repair",
            "emit",
            "fill",
            "final_emit",
            "first_batch_scaledown_factor",
            "float",
            "geo",
            "geo_system",
            "group_format",
            "header",
            "identifier_format",
            "ignore_write_hook",
            "include_initial",
            "include_offsets",
            "include_states",
            "include_types",
            "index",
            "interleave",
            "ordered",
            "left_bound",
            "max_batch_bytes",
            "max_batch_rows",
            "max_batch_seconds",
            "max_dist",
            "max_results",
            "method",
            "min_batch_rows",
            "multi",
            "non_atomic",
            "nonvoting_replica_tags",
            "noreply",
            "num_vertices",
            "overwrite",
            "page",
            "page_limit",
            "params",
            "primary_key",
            "primary_replica_tag",
            "profile",
            "read_mode",
            "redirects",
            "replicas",
            "result_format",
            "return_changes",
            "return_vals",
            "right_bound",
            "shards",
            "squash",
            "time_format",
            "timeout",
            "unit",
            "use_outdated",
            "verify",
            "wait_for");

    private GlobalOptions() {}

    static void check(Query query) throws QueryRefusedException {
        for (String name : query.optargs().keySet()) {
            if (!KNOWN.contains(name)) {
                throw new QueryRefusedException(
                        ResponseType.COMPILE_ERROR, "Unrecognized global optional argument `" + name + "`.", Arr.EMPTY);
            }
        }
    }
}
