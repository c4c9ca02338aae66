package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.PseudoTypes;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads, plucks, removes and merges the fields of objects. */
final class Fields {
    private Fields() {}

    static Datum get(Obj object, String name) {
        Datum value = object.get(name);
        if (value == null) {
            throw ReqlException.missing("No attribute `" + name + "` in object:\n" + Printer.print(object));
        }
        return value;
    }

    static Function<Datum, Datum> getter(String name) {
        return row -> get(Values.object(row), name);
    }

    /**
     * Whether the object has the fields that a selector names: one name, an array of selectors, or an object for nested
     * fields.
     */
    static boolean has(Obj object, Datum selector) {
        if (selector instanceof Datum.Str name) {
            Datum value = object.get(name.value());
            return value != null && !(value instanceof Datum.Null);
        }
        if (selector instanceof Arr all) {
            return all.items().stream().allMatch(one -> has(object, one));
        }
        return Values.object(selector).fields().entrySet().stream().allMatch(field -> hasNested(object, field));
    }

    private static boolean hasNested(Obj object, Map.Entry<String, Datum> field) {
        Datum value = object.get(field.getKey());
        if (value == null || value instanceof Datum.Null) {
            return false;
        }
        return Datum.TRUE.equals(field.getValue()) || (value instanceof Obj inner && has(inner, field.getValue()));
    }

    static Datum pluck(Datum datum, List<Datum> selectors) {
        if (datum instanceof Arr arr) {
            return new Arr(
                    arr.items().stream().map(item -> pluck(item, selectors)).toList());
        }
        SortedMap<String, Datum> kept = Obj.builder();
        if (datum instanceof Obj object) {
            selectors.forEach(selector -> pluck(object, selector, kept));
        }
        return new Obj(kept);
    }

    private static void pluck(Obj object, Datum selector, SortedMap<String, Datum> kept) {
        if (selector instanceof Datum.Str name) {
            Datum value = object.get(name.value());
            if (value != null) {
                kept.put(name.value(), value);
            }
        } else if (selector instanceof Arr all) {
            all.items().forEach(one -> pluck(object, one, kept));
        } else {
            Values.object(selector).fields().forEach((name, nested) -> {
                Datum value = object.get(name);
                if (value != null && Datum.TRUE.equals(nested)) {
                    kept.put(name, value);
                } else if (value instanceof Obj || value instanceof Arr) {
                    kept.put(name, pluck(value, List.of(nested)));
                }
            });
        }
    }

    static Datum without(Datum datum, List<Datum> selectors) {
        if (datum instanceof Arr arr) {
            return new Arr(
                    arr.items().stream().map(item -> without(item, selectors)).toList());
        }
        if (!(datum instanceof Obj object)) {
            return datum;
        }
        SortedMap<String, Datum> left = object.copy();
        selectors.forEach(selector -> without(left, selector));
        return new Obj(left);
    }

    private static void without(SortedMap<String, Datum> left, Datum selector) {
        if (selector instanceof Datum.Str name) {
            left.remove(name.value());
        } else if (selector instanceof Arr all) {
            all.items().forEach(one -> without(left, one));
        } else {
            Values.object(selector).fields().forEach((name, nested) -> {
                Datum value = left.get(name);
                if (Datum.TRUE.equals(nested)) {
                    left.remove(name);
                } else if (value != null) {
                    left.put(name, without(value, List.of(nested)));
                }
            });
        }
    }

    /** Merges objects field by field, at any depth. All other values, and {@code r.literal}, replace what was there. */
    static Datum merge(Datum into, Datum change) {
        if (change instanceof Obj literal && literal.is(PseudoTypes.LITERAL)) {
            Datum value = literal(literal);
            return value == null ? Datum.NULL : value;
        }
        if (!(into instanceof Obj object)
                || !(change instanceof Obj fields)
                || object.pseudo() != null
                || fields.pseudo() != null) {
            return plain(change);
        }
        SortedMap<String, Datum> merged = object.copy();
        fields.fields().forEach((name, value) -> {
            if (value instanceof Obj literal && literal.is(PseudoTypes.LITERAL)) {
                Datum replaced = literal(literal);
                if (replaced == null) {
                    merged.remove(name);
                } else {
                    merged.put(name, replaced);
                }
            } else {
                Datum old = merged.get(name);
                merged.put(name, old == null ? plain(value) : merge(old, value));
            }
        });
        return new Obj(merged);
    }

    private static @Nullable Datum literal(Obj literal) {
        return literal.get("value");
    }

    /** The value, in which each {@code r.literal} is replaced by its content. */
    private static Datum plain(Datum value) {
        return value instanceof Obj object && object.pseudo() == null ? merge(Obj.EMPTY, object) : value;
    }
}
