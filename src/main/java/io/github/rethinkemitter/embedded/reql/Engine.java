package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.PseudoTypes;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Times;
import io.github.rethinkemitter.embedded.wire.ErrorType;

/** Evaluates queries on the databases of one server. */
public final class Engine {
    private final ServerContext server;

    public Engine(ServerContext server) {
        this.server = server;
    }

    /** The answer to SERVER_INFO. */
    public Reply serverInfo() {
        ServerContext.Identity identity = server.identity();
        return Reply.serverInfo(Obj.of("id", identity.id(), "name", identity.name(), "proxy", false));
    }

    /**
     * Starts a query on behalf of a client.
     *
     * @throws QueryRefusedException when the query is refused before it is evaluated
     * @throws ReqlException when the evaluation fails
     */
    public Result start(Query query, Client client) throws QueryRefusedException {
        Term root = query.root();
        if (root == null) {
            return new Result.Done(Reply.misuse("Server could not parse query: Expected a query term."));
        }
        GlobalOptions.check(query);
        Compiler.check(root);
        Env env = env(query, client);
        try {
            return result(new Evaluator(env).eval(root, Scope.EMPTY), env, Batching.of(query));
        } catch (StackOverflowError tooDeep) {
            throw new ReqlException(ErrorType.RESOURCE_LIMIT, "Query too deeply nested.");
        }
    }

    private Env env(Query query, Client client) {
        Obj now = Times.of(server.now(client.user()));
        Env.Limits limits = new Env.Limits(
                query.limit("array_limit", "array size limit", Arr.DEFAULT_LIMIT),
                query.limit("changefeed_queue_size", "changefeed queue size", FeedQueue.DEFAULT_LIMIT),
                query.optargs().get("db"));
        return new Env(server, client, now, limits);
    }

    private static Result result(Val val, Env env, Batching batching) {
        if (val instanceof Val.Value || val instanceof Val.Row) {
            Datum datum = Values.datum(val);
            PseudoTypes.refuseLiteral(datum);
            return new Result.Done(Reply.atom(datum));
        }
        if (val instanceof Val.Grouped grouped) {
            return new Result.Done(Reply.atom(GroupTerms.datum(grouped)));
        }
        if (val instanceof Val.Rows rows) {
            Seq seq = rows.seq();
            Changefeed feed = seq.feed();
            if (feed != null) {
                // The feed begins to follow only here: a query that fails after `changes` must leave no watcher behind.
                feed.open();
                return new Result.Open(new Cursor.Live(feed, seq.stages(), batching));
            }
            if (seq.kind() == Seq.Kind.ARRAY || seq.kind() == Seq.Kind.SELECTION_ARRAY) {
                Datum array = Arr.limited(
                        seq.toList(env.limits().array()), env.limits().array());
                return new Result.Done(Reply.atom(array));
            }
            return new Result.Open(new Cursor.Finite(seq.iterator(), batching));
        }
        throw ReqlException.logic(
                "Query result must be of type DATUM, GROUPED_DATA, or STREAM (got " + val.type() + ").");
    }
}
