package io.github.rethinkemitter.embedded.reql;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.DatumJson;
import io.github.rethinkemitter.embedded.data.Wtf8;
import io.github.rethinkemitter.embedded.wire.ResponseType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a query.
 *
 * <pre>
 * query = [kind] | [kind, term] | [kind, term, {optarg: term, …}]
 * term  = [type] | [type, [term, …]] | [type, [term, …], {optarg: term, …}] | {key: term, …} | scalar
 * </pre>
 */
public final class QueryReader {
    private final JsonParser in;

    private QueryReader(JsonParser in) {
        this.in = in;
    }

    public static Query read(byte[] body) throws QueryRefusedException {
        try (JsonParser in = DatumJson.FACTORY.createParser(text(body))) {
            in.nextToken();
            Query query = new QueryReader(in).query();
            if (in.nextToken() != null) {
                throw unreadable();
            }
            return query;
        } catch (IOException | NumberFormatException malformed) {
            throw unreadable();
        }
    }

    // Anything but UTF-8, and so the bytes of a lone surrogate, makes the whole query unreadable.
    private static String text(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    private Query query() throws IOException, QueryRefusedException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw parse("Expected a query to be an array, but found " + found() + ".");
        }
        if (in.nextToken() == JsonToken.END_ARRAY) {
            throw parse("Expected 1 to 3 elements in the top-level query, but found 0.");
        }
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw parse("Expected a query type as a number, but found " + found() + ".");
        }
        Query.Kind kind = Query.Kind.of(in.getIntValue());
        if (kind == null) {
            throw parse("Unrecognized QueryType: " + in.getIntValue() + ".");
        }
        Term root = null;
        Map<String, Term> optargs = Map.of();
        if (in.nextToken() != JsonToken.END_ARRAY) {
            root = term(Term.Place.ROOT);
            if (in.nextToken() != JsonToken.END_ARRAY) {
                if (in.currentToken() != JsonToken.START_OBJECT) {
                    throw parse("Expected global optargs as an object, but found " + found() + ".");
                }
                optargs = optargs(Term.Place.ROOT);
                if (in.nextToken() != JsonToken.END_ARRAY) {
                    throw parse("Expected 1 to 3 elements in the top-level query, but found 4.");
                }
            }
        }
        return new Query(kind, root, optargs);
    }

    private Term term(Term.Place place) throws IOException, QueryRefusedException {
        return switch (in.currentToken()) {
            case START_ARRAY -> call(place);
            case START_OBJECT ->
                new Term(Term.MAKE_OBJ, List.of(), terms(place, "Duplicate object key: ", "."), null, place);
            case VALUE_STRING -> Term.constant(Datum.of(checked(in.getText())), place);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Term.constant(number(), place);
            case VALUE_TRUE -> Term.constant(Datum.TRUE, place);
            case VALUE_FALSE -> Term.constant(Datum.FALSE, place);
            default -> Term.constant(Datum.NULL, place);
        };
    }

    private Term call(Term.Place place) throws IOException, QueryRefusedException {
        if (in.nextToken() == JsonToken.END_ARRAY) {
            throw compile("Expected between 1 and 3 elements in a raw term, but found 0.", place);
        }
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw compile("Expected a TermType as a NUMBER but found " + found() + ".", place);
        }
        int type = in.getIntValue();
        List<Term> args = new ArrayList<>();
        Map<String, Term> optargs = Map.of();
        JsonToken next = in.nextToken();
        if (next == JsonToken.START_ARRAY) {
            for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                args.add(term(place.at(i)));
            }
            next = in.nextToken();
        }
        if (next == JsonToken.START_OBJECT) {
            optargs = optargs(place);
            next = in.nextToken();
        }
        if (next != JsonToken.END_ARRAY) {
            throw compile("Expected an OBJECT for the optional arguments of a term but found " + found() + ".", place);
        }
        return new Term(type, args, optargs, null, place);
    }

    private Map<String, Term> optargs(Term.Place place) throws IOException, QueryRefusedException {
        return terms(place, "Duplicate optional argument: ", "");
    }

    private Map<String, Term> terms(Term.Place place, String duplicate, String end)
            throws IOException, QueryRefusedException {
        Map<String, Term> terms = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = cut(in.currentName());
            if (Wtf8.hasHalfPair(name)) {
                throw unreadable();
            }
            in.nextToken();
            if (terms.put(name, term(place.at(name))) != null) {
                throw compile(duplicate + name + end, place);
            }
        }
        return terms;
    }

    // A real server reads a name as a string of C, which ends at U+0000. It does not cut names in r.json and r.object.
    private static String cut(String name) {
        int end = name.indexOf(0);
        return end < 0 ? name : name.substring(0, end);
    }

    private Datum number() throws IOException, QueryRefusedException {
        double value = in.getDoubleValue();
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            throw unreadable();
        }
        return Datum.of(value);
    }

    private static String checked(String text) throws QueryRefusedException {
        if (Wtf8.hasFirstHalf(text)) {
            throw unreadable();
        }
        return text;
    }

    private String found() {
        return switch (in.currentToken()) {
            case START_ARRAY -> "ARRAY";
            case START_OBJECT -> "OBJECT";
            case VALUE_STRING -> "STRING";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER";
            case VALUE_TRUE, VALUE_FALSE -> "BOOL";
            default -> "NULL";
        };
    }

    private static QueryRefusedException unreadable() {
        return new QueryRefusedException(
                ResponseType.CLIENT_ERROR, "Client is buggy (failed to deserialize query).", Arr.EMPTY);
    }

    private static QueryRefusedException parse(String message) {
        return new QueryRefusedException(
                ResponseType.CLIENT_ERROR, "Server could not parse query: " + message, Arr.EMPTY);
    }

    private static QueryRefusedException compile(String message, Term.@Nullable Place place) {
        Arr backtrace = place == null ? Arr.EMPTY : place.backtrace();
        return new QueryRefusedException(ResponseType.COMPILE_ERROR, message, backtrace);
    }
}
