package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Database;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.ReqlException;

/** Converts the value of a term to the type that another term needs, or refuses it with RethinkDB's error. */
final class Values {
    private Values() {}

    static Datum datum(Val val) {
        if (val instanceof Val.Value value) {
            return value.datum();
        }
        if (val instanceof Val.Row row) {
            return row.document();
        }
        if (val instanceof Val.Rows rows && rows.seq().kind() == Seq.Kind.SELECTION_ARRAY) {
            return rows.seq().toArray();
        }
        throw mismatch(val, "DATUM");
    }

    static double number(Datum datum) {
        if (datum instanceof Datum.Num number) {
            return number.value();
        }
        throw mismatch(datum, "NUMBER");
    }

    static String string(Datum datum) {
        if (datum instanceof Datum.Str text) {
            return text.value();
        }
        throw mismatch(datum, "STRING");
    }

    /** Whether a value counts as true: every value but null and false does. */
    static boolean isTrue(Datum datum) {
        return !(datum instanceof Datum.Null) && !Datum.FALSE.equals(datum);
    }

    static Obj object(Datum datum) {
        if (datum instanceof Obj object) {
            return object;
        }
        throw mismatch(datum, "OBJECT");
    }

    static Arr array(Datum datum) {
        if (datum instanceof Arr array) {
            return array;
        }
        throw mismatch(datum, "ARRAY");
    }

    static Database database(Val val) {
        if (val instanceof Val.Db db) {
            return db.database();
        }
        throw mismatch(val, "DATABASE");
    }

    static OpenTable table(Val val) {
        if (val instanceof Val.Rows rows && rows.seq().kind() == Seq.Kind.TABLE) {
            return rows.seq().requireTable();
        }
        throw mismatch(val, "TABLE");
    }

    static Func func(Val val) {
        if (val instanceof Val.Fn fn) {
            return fn.func();
        }
        throw mismatch(val, "FUNCTION");
    }

    static Seq seq(Val val) {
        if (val instanceof Val.Rows rows) {
            return rows.seq();
        }
        if (val instanceof Val.Value || val instanceof Val.Row) {
            Datum datum = datum(val);
            if (datum instanceof Arr array) {
                return Seq.of(array);
            }
            throw datum.mismatch("Cannot convert " + datum.typeName() + " to SEQUENCE");
        }
        throw mismatch(val, "SEQUENCE");
    }

    static boolean isSequence(Val val) {
        return val instanceof Val.Rows
                || (val instanceof Val.Value value && value.datum() instanceof Arr)
                || (val instanceof Val.Row row && row.document() instanceof Arr);
    }

    private static ReqlException mismatch(Datum datum, String expected) {
        return datum.mismatch("Expected type " + expected + " but found " + datum.typeName() + ".");
    }

    private static ReqlException mismatch(Val val, String expected) {
        String message = "Expected type " + expected + " but found " + val.type() + ":\n" + describe(val);
        return val instanceof Val.Value value ? value.datum().mismatch(message) : ReqlException.logic(message);
    }

    private static String describe(Val val) {
        if (val instanceof Val.Value value) {
            return Printer.print(value.datum());
        }
        if (val instanceof Val.Db db) {
            return "db(\"" + db.database().name() + "\")";
        }
        if (val instanceof Val.Rows rows && rows.seq().table() != null) {
            String name = rows.seq().requireTable().table().id().name();
            return rows.seq().kind() == Seq.Kind.TABLE ? "table(\"" + name + "\")" : "SELECTION ON table(" + name + ")";
        }
        if (val instanceof Val.Row row) {
            return "SELECTION ON table(" + row.table().table().id().name() + ")";
        }
        return "VALUE " + val.type();
    }
}
