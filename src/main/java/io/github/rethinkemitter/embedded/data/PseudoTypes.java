package io.github.rethinkemitter.embedded.data;

import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** Pseudo-types: an object with the key {@code $reql_type$} stands for a value of another type. */
public final class PseudoTypes {
    public static final String LITERAL = "LITERAL";
    private static final Set<String> TIME_KEYS = Set.of(Obj.PSEUDO, "epoch_time", "timezone");

    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n";

    private PseudoTypes() {}

    /** The value that an object stands for: a binary, a time, or the object itself. Refuses a malformed pseudo-type. */
    public static Datum interpret(Obj object) {
        Datum type = object.get(Obj.PSEUDO);
        if (type == null) {
            return object;
        }
        if (!(type instanceof Datum.Str name)) {
            throw ReqlException.logic("Error: Field `" + Obj.PSEUDO + "` must be a string (got `"
                    + Printer.truncated(type) + "` of type " + type.typeName() + "):\n" + Printer.truncated(object));
        }
        return switch (name.value()) {
            case "TIME" -> time(object);
            case "BINARY" -> binary(object);
            case LITERAL -> object;
            default -> throw ReqlException.logic("Unknown $reql_type$ `" + object.typeName() + "`.");
        };
    }

    /** Refuses a value that contains {@code r.literal}, outside of {@code merge} and {@code update}. */
    public static void refuseLiteral(Datum datum) {
        if (datum instanceof Obj obj) {
            if (obj.is(LITERAL)) {
                throw ReqlException.logic(
                        "Stray literal keyword found: literal is only legal inside of the object passed"
                                + " to merge or update and cannot nest inside other literals.");
            }
            obj.fields().values().forEach(PseudoTypes::refuseLiteral);
        } else if (datum instanceof Arr arr) {
            arr.items().forEach(PseudoTypes::refuseLiteral);
        }
    }

    private static Obj time(Obj object) {
        for (Map.Entry<String, Datum> field : object.fields().entrySet()) {
            if (!TIME_KEYS.contains(field.getKey())) {
                throw invalidTime("(unrecognized field `" + field.getKey() + "`)", object);
            }
        }
        Datum seconds = object.get("epoch_time");
        Datum zone = object.get("timezone");
        if (seconds == null) {
            throw invalidTime("(no field `epoch_time`)", object);
        }
        if (zone == null) {
            throw invalidTime("(no field `timezone`)", object);
        }
        if (!(seconds instanceof Datum.Num number)) {
            throw invalidTime("(field `epoch_time` must be a number " + got(seconds) + ")", object);
        }
        if (!(zone instanceof Datum.Str text)) {
            throw invalidTime("(field `timezone` must be a string " + got(zone) + ")", object);
        }
        try {
            Times.zone(text.value());
        } catch (ReqlException wrong) {
            throw invalidTime("(invalid timezone string `" + Printer.truncated(zone) + "`)", object);
        }
        return Times.of(Math.round(number.value() * 1000) / 1000.0, Times.zone(text.value()));
    }

    private static String got(Datum value) {
        return "(got `" + Printer.truncated(value) + "` of type " + value.typeName() + ")";
    }

    private static ReqlException invalidTime(String why, Obj object) {
        return ReqlException.logic("Invalid time object constructed " + why + ":\n" + Printer.truncated(object));
    }

    private static Datum binary(Obj object) {
        if (!(object.get("data") instanceof Datum.Str data)) {
            throw ReqlException.logic("Invalid binary pseudotype: lacking `data` key.");
        }
        for (char c : data.value().toCharArray()) {
            if (BASE64.indexOf(c) < 0) {
                throw ReqlException.logic("Invalid base64 character found: '" + c + "'.");
            }
        }
        try {
            return new Datum.Bin(Base64.getMimeDecoder().decode(data.value()));
        } catch (IllegalArgumentException wrong) {
            throw ReqlException.logic("Invalid base64 string: `" + data.value() + "`.");
        }
    }
}
