package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.IndexSpec;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Permission;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Terms that create, drop and describe secondary indexes. An index is ready as soon as it is created. */
final class IndexTerms {
    private static final int GET_FIELD = 31;
    private static final int BRACKET = 170;
    private static final String OTHER = "…";

    private IndexTerms() {}

    static void register(Registry registry) {
        registry.add(75, "sindex_create", 2, 3, Set.of("multi", "geo"), IndexTerms::create);
        registry.add(76, "sindex_drop", 2, 2, IndexTerms::drop);
        registry.add(77, "sindex_list", 1, 1, IndexTerms::list);
        registry.add(139, "sindex_status", 1, -1, IndexTerms::status);
        registry.add(140, "sindex_wait", 1, -1, IndexTerms::status);
        registry.add(156, "sindex_rename", 3, 3, Set.of("overwrite"), IndexTerms::rename);
    }

    private static Val create(Call call) {
        OpenTable table = call.table(0);
        String name = call.string(1);
        table.require(Permission.CONFIG);
        table.table().createIndex(call.size() == 2 ? byField(call, name) : byFunction(call, name));
        return Val.of(Obj.of("created", 1));
    }

    private static IndexSpec byField(Call call, String name) {
        String printed = "function(_var) { return _var.getField(\"" + name + "\"); }";
        return definition(call, name, Func.of(Fields.getter(name)), printed);
    }

    private static IndexSpec byFunction(Call call, String name) {
        Func func = call.lasting().funcOrConstant(2);
        if (!func.deterministic()) {
            throw ReqlException.logic(
                    "Could not prove function deterministic.  Index functions must be deterministic.");
        }
        if (call.arg(2) instanceof Val.Value given && given.datum() instanceof Datum.Bin handle) {
            return byHandle(call.env().catalog(), handle).named(name);
        }
        return definition(call, name, func, "function(var1) { return " + printed(call.argTerm(2)) + "; }");
    }

    private static IndexSpec definition(Call call, String name, Func func, String printed) {
        boolean multi = call.bool("multi", false);
        boolean geo = call.bool("geo", false);
        String options =
                multi && geo ? ", {multi: true, geo: true}" : multi ? ", {multi: true}" : geo ? ", {geo: true}" : "";
        String query = "indexCreate('" + name + "', " + printed + options + ")";
        return new IndexSpec(
                name, document -> func.value(document), multi, geo, query, "$reql_index_function$" + UUID.randomUUID());
    }

    /** The index whose function a client got from {@code index_status}. */
    private static IndexSpec byHandle(Catalog catalog, Datum.Bin handle) {
        String wanted = new String(handle.value(), StandardCharsets.UTF_8);
        for (Table table : catalog.tables()) {
            for (String name : table.indexNames()) {
                IndexSpec spec = table.index(name).spec();
                if (spec.handle().equals(wanted)) {
                    return spec;
                }
            }
        }
        throw ReqlException.logic("Cannot create an sindex except from a reql_index_function returned from"
                + " `index_status` in the field `function`.");
    }

    // Prints a function that returns a field, or an array of fields, as a real server does. Every other function is
    // printed
    // as an ellipsis.
    private static String printed(Term function) {
        if (function.type() != Term.FUNC || function.args().size() != 2) {
            return OTHER;
        }
        Term body = function.args().get(1);
        if (body.type() != Term.MAKE_ARRAY) {
            return field(body);
        }
        List<String> fields = body.args().stream().map(IndexTerms::field).toList();
        return fields.contains(OTHER) ? OTHER : "r.expr([" + String.join(", ", fields) + "])";
    }

    private static String field(Term term) {
        boolean takesField = (term.type() == BRACKET || term.type() == GET_FIELD)
                && term.args().size() == 2;
        String of = takesField ? variable(term.args().get(0)) : "";
        if (!of.isEmpty() && term.args().get(1).constant() instanceof Datum.Str field) {
            String name = "(" + Printer.print(field) + ")";
            return of + (term.type() == BRACKET ? name : ".getField" + name);
        }
        return OTHER;
    }

    private static String variable(Term term) {
        return term.type() == Term.VAR ? "var1" : term.type() == Term.IMPLICIT_VAR ? "r.row" : "";
    }

    private static Val drop(Call call) {
        OpenTable table = call.table(0);
        table.require(Permission.CONFIG);
        table.table().dropIndex(call.string(1));
        return Val.of(Obj.of("dropped", 1));
    }

    private static Val list(Call call) {
        return SchemaTerms.texts(call.table(0).table().indexNames());
    }

    private static Val rename(Call call) {
        OpenTable table = call.table(0);
        table.require(Permission.CONFIG);
        boolean renamed = table.table().renameIndex(call.string(1), call.string(2), call.bool("overwrite", false));
        return Val.of(Obj.of("renamed", renamed ? 1 : 0));
    }

    private static Val status(Call call) {
        OpenTable table = call.table(0);
        Collection<String> names = table.table().indexNames();
        if (call.size() > 1) {
            names = call.datums(1).stream().map(Values::string).toList();
        }
        List<Datum> all = new ArrayList<>();
        for (String name : names) {
            IndexSpec spec = table.table().index(name).spec();
            all.add(Obj.of(
                    "function",
                    new Datum.Bin(spec.handle().getBytes(StandardCharsets.UTF_8)),
                    "geo",
                    spec.geo(),
                    "index",
                    name,
                    "multi",
                    spec.multi(),
                    "outdated",
                    false,
                    "query",
                    spec.query(),
                    "ready",
                    true));
        }
        return Val.of(new Arr(all));
    }
}
