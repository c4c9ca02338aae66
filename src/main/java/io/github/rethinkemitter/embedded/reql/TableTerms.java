package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.Database;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Names;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.Range;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code db}, {@code table}, {@code get}, {@code getAll} and {@code between}. */
final class TableTerms {
    private static final Set<String> READ_MODES = Set.of("majority", "single", "outdated");

    private TableTerms() {}

    static void register(Registry registry) {
        registry.add(14, "db", 1, 1, call -> new Val.Db(call.env().catalog().database(name(call, "Database", 0))));
        registry.add(15, "table", 1, 2, Set.of("read_mode", "use_outdated", "identifier_format"), TableTerms::table);
        registry.add(16, "get", 2, 2, TableTerms::get);
        registry.add(78, "get_all", 1, -1, Set.of("index"), TableTerms::getAll);
        registry.add(182, "between", 3, 3, Set.of("index", "left_bound", "right_bound"), call -> between(call, false));
        registry.add(36, "between", 3, 3, Set.of("index", "left_bound", "right_bound"), call -> between(call, true));
    }

    static String name(Call call, String kind, int i) {
        return call.arg(i, value -> Names.check(kind, Values.string(Values.datum(value))));
    }

    static Database databaseOf(Call call) {
        return call.size() == 2 ? call.database(0) : call.env().defaultDatabase();
    }

    private static Val table(Call call) {
        Database database = databaseOf(call);
        String name = name(call, "Table", call.size() - 1);
        String mode = call.string("read_mode", "single");
        if (!READ_MODES.contains(mode)) {
            throw ReqlException.logic(
                    "Read mode `" + mode + "` unrecognized (options are \"majority\", \"single\", and \"outdated\").");
        }
        return Val.of(Seq.of(open(call.env(), database, name)));
    }

    static OpenTable open(Env env, Database database, String name) {
        return database.name().equals(Catalog.SYSTEM)
                ? SystemTables.open(env, name)
                : new OpenTable(database.table(name), env, null);
    }

    private static Val get(Call call) {
        OpenTable table = call.table(0);
        Datum key = call.datum(1);
        StoreKey.of(key);
        return new Val.Row(table, key, null, null);
    }

    private static Val getAll(Call call) {
        OpenTable table = call.table(0);
        String index = secondaryIndex(table, call.index());
        List<Range> ranges = new ArrayList<>();
        for (Datum key : call.datums(1)) {
            if (key instanceof Datum.Null) {
                throw key.mismatch("Keys cannot be NULL.");
            }
            if (index == null) {
                StoreKey.of(key);
            }
            ranges.add(Range.only(index, key));
        }
        return Val.of(Seq.of(Seq.Kind.SELECTION, table, new Slice(ranges, Slice.Sorting.UNORDERED, null)));
    }

    /**
     * The name of the secondary index, or null for the primary key. An index that does not exist is refused when it is
     * read.
     */
    static @Nullable String secondaryIndex(OpenTable table, @Nullable String index) {
        if (index == null || index.equals(table.table().primaryKey())) {
            return null;
        }
        return index;
    }

    private static Val between(Call call, boolean nullIsUnbounded) {
        Seq seq = call.arg(0, val -> sliceable(Values.seq(val)));
        OpenTable table = seq.requireTable();
        Slice before = seq.slice();
        Range earlier = before == null ? Range.ALL : before.ranges().get(0);
        if (!earlier.isAll()) {
            throw ReqlException.logic("Cannot perform multiple BETWEENs on the same table.");
        }
        // After an indexed orderBy the index is that of the orderBy.
        String index = call.has("index") ? secondaryIndex(table, call.index()) : earlier.index();
        Datum low = bound(call.datum(1), nullIsUnbounded, Datum.Extreme.MINVAL);
        Datum high = bound(call.datum(2), nullIsUnbounded, Datum.Extreme.MAXVAL);
        Range range = new Range(index, low, isOpen(call, "left_bound", false), high, isOpen(call, "right_bound", true));
        if (index == null) {
            StoreKey.of(low);
            StoreKey.of(high);
        }
        Slice.Sorting sorting =
                seq.slice() == null ? Slice.Sorting.UNORDERED : seq.slice().sorting();
        return Val.of(Seq.of(Seq.Kind.TABLE_SLICE, table, new Slice(List.of(range), sorting, null)));
    }

    private static Seq sliceable(Seq seq) {
        if (seq.kind() != Seq.Kind.TABLE && seq.kind() != Seq.Kind.TABLE_SLICE) {
            throw ReqlException.logic(
                    "Expected type TABLE_SLICE but found " + seq.kind().errorName() + ".");
        }
        return seq;
    }

    private static Datum bound(Datum given, boolean nullIsUnbounded, Datum unbounded) {
        if (!(given instanceof Datum.Null)) {
            return given;
        }
        if (nullIsUnbounded) {
            return unbounded;
        }
        throw ReqlException.logic(
                "Cannot use `null` in BETWEEN, use `r.minval` or `r.maxval` to denote unboundedness.");
    }

    static boolean isOpen(Call call, String optarg, boolean otherwise) {
        Val value = call.optarg(optarg);
        if (value == null) {
            return otherwise;
        }
        Datum bound = Values.datum(value);
        if (bound instanceof Datum.Str text && text.value().equals("open")) {
            return true;
        }
        if (bound instanceof Datum.Str text && text.value().equals("closed")) {
            return false;
        }
        throw ReqlException.logic(
                "Expected `open` or `closed` for optarg `" + optarg + "` (got `" + Printer.truncated(bound) + "`).");
    }
}
