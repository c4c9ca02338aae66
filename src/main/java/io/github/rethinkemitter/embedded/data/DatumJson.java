package io.github.rethinkemitter.embedded.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Writes values as JSON and reads them. */
public final class DatumJson {
    /** Values are read and written recursively, so the stack of the server's threads limits their depth. */
    private static final int MAX_DEPTH = 10_000;

    // A value that was read is written inside of a reply, or of a change in a reply, that is, a little deeper.
    private static final int MAX_DEPTH_WRITTEN = 2 * MAX_DEPTH;

    /** Has no limits but the depth, as RethinkDB has none; Jackson's own would refuse long texts. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(100_000)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH_WRITTEN)
                    .build())
            .build();

    private DatumJson() {}

    public static void write(Datum datum, JsonGenerator out) throws IOException {
        if (datum instanceof Datum.Str text) {
            write(text.value(), out);
        } else if (datum instanceof Datum.Num number) {
            out.writeRawValue(Numbers.json(number.value()));
        } else if (datum instanceof Datum.Bool flag) {
            out.writeBoolean(flag.value());
        } else if (datum instanceof Obj obj) {
            out.writeStartObject();
            for (Map.Entry<String, Datum> field : obj.fields().entrySet()) {
                out.writeFieldName(field.getKey());
                write(field.getValue(), out);
            }
            out.writeEndObject();
        } else if (datum instanceof Arr arr) {
            out.writeStartArray();
            for (Datum item : arr.items()) {
                write(item, out);
            }
            out.writeEndArray();
        } else if (datum instanceof Datum.Bin bin) {
            write(binary(bin), out);
        } else if (datum instanceof Datum.Extreme bound) {
            throw ReqlException.logic(
                    "Cannot convert `r." + (bound == Datum.Extreme.MINVAL ? "minval" : "maxval") + "` to JSON.");
        } else {
            out.writeNull();
        }
    }

    // The generator of bytes refuses what is no UTF-8.
    private static void write(String text, JsonGenerator out) throws IOException {
        if (out.getOutputTarget() instanceof OutputStream && Wtf8.hasHalfPair(text)) {
            byte[] bytes = Wtf8.bytes(text);
            out.writeUTF8String(bytes, 0, bytes.length);
        } else {
            out.writeString(text);
        }
    }

    /** The object by which RethinkDB writes a binary in JSON. */
    static Obj binary(Datum.Bin bin) {
        return Obj.of(Obj.PSEUDO, "BINARY", "data", Base64.getMimeEncoder().encodeToString(bin.value()));
    }

    public static String text(Datum datum) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            write(datum, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Reads a value from JSON text, with its pseudo-types, as {@code r.json} does. */
    public static Datum parse(String text) {
        try (JsonParser in = FACTORY.createParser(text)) {
            if (in.nextToken() == null) {
                throw ReqlException.logic("Failed to parse \"" + text + "\" as JSON: The document is empty.");
            }
            Datum datum = read(in);
            if (in.nextToken() != null) {
                throw ReqlException.logic("Failed to parse \"" + text
                        + "\" as JSON: The document root must not be followed by other values.");
            }
            return datum;
        } catch (JsonProcessingException malformed) {
            throw ReqlException.logic("Failed to parse \"" + text + "\" as JSON: " + malformed.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Datum read(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING -> Datum.of(checked(in));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Datum.of(in.getDoubleValue());
            case VALUE_TRUE -> Datum.TRUE;
            case VALUE_FALSE -> Datum.FALSE;
            case START_ARRAY -> readArray(in);
            case START_OBJECT -> readObject(in);
            default -> Datum.NULL;
        };
    }

    private static String checked(JsonParser in) throws IOException {
        String text = in.getText();
        if (Wtf8.hasFirstHalf(text)) {
            throw new JsonParseException(in, "The surrogate pair in string is invalid.");
        }
        return text;
    }

    private static Datum readArray(JsonParser in) throws IOException {
        List<Datum> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(in));
        }
        return Arr.limited(items, Arr.DEFAULT_LIMIT);
    }

    private static Datum readObject(JsonParser in) throws IOException {
        SortedMap<String, Datum> fields = Obj.builder();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (fields.put(name, read(in)) != null) {
                throw ReqlException.logic("Duplicate key " + Printer.print(Datum.of(name)) + " in JSON.");
            }
        }
        return PseudoTypes.interpret(new Obj(fields));
    }
}
