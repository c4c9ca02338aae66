package io.github.rethinkemitter.embedded.reql;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.DatumJson;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import io.github.rethinkemitter.embedded.wire.ResponseType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply.
 *
 * <pre>
 * reply = {"t": type, "e"?: type of error, "r": [values], "b"?: backtrace, "n"?: notes, "p"?: profile}
 * </pre>
 *
 * @param type the type of the reply
 * @param error the type of a runtime error, null for all other replies
 * @param data the values
 * @param backtrace where in the query an error happened, null for replies without an error
 * @param notes of a sequence: what kind of changefeed it is, if any; null for all other replies
 * @param profile how long the query took, null unless the client wanted a profile
 */
public record Reply(
        ResponseType type,
        @Nullable ErrorType error,
        List<Datum> data,
        @Nullable Arr backtrace,
        @Nullable List<Integer> notes,
        @Nullable Datum profile) {

    static final int SEQUENCE_FEED = 1;
    static final int ATOM_FEED = 2;
    static final int ORDER_BY_LIMIT_FEED = 3;
    private static final int INCLUDES_STATES = 5;

    public static Reply atom(Datum datum) {
        return new Reply(ResponseType.SUCCESS_ATOM, null, List.of(datum), null, null);
    }

    static Reply sequence(List<Datum> data, boolean more) {
        ResponseType type = more ? ResponseType.SUCCESS_PARTIAL : ResponseType.SUCCESS_SEQUENCE;
        return new Reply(type, null, data, null, List.of());
    }

    static Reply feed(List<Datum> data, int kind, boolean states, boolean more) {
        List<Integer> notes = new ArrayList<>();
        notes.add(kind);
        if (states) {
            notes.add(INCLUDES_STATES);
        }
        ResponseType type = more ? ResponseType.SUCCESS_PARTIAL : ResponseType.SUCCESS_SEQUENCE;
        return new Reply(type, null, data, null, notes);
    }

    /** The reply to a STOP, and to a query or CONTINUE that was stopped. */
    public static Reply stopped() {
        return new Reply(ResponseType.SUCCESS_SEQUENCE, null, List.of(), null, List.of());
    }

    public static Reply waited() {
        return new Reply(ResponseType.WAIT_COMPLETE, null, List.of(), null, null);
    }

    static Reply serverInfo(Datum info) {
        return new Reply(ResponseType.SERVER_INFO, null, List.of(info), null, null);
    }

    public static Reply error(ReqlException error) {
        List<Datum> text = List.of(Datum.of(error.text()));
        return new Reply(ResponseType.RUNTIME_ERROR, error.type(), text, LocatedException.backtraceOf(error), null);
    }

    public static Reply error(QueryRefusedException refusal) {
        return new Reply(refusal.type(), null, List.of(Datum.of(refusal.text())), refusal.backtrace(), null);
    }

    /** The reply to a query that does not follow the protocol. */
    public static Reply misuse(String text) {
        return new Reply(ResponseType.CLIENT_ERROR, null, List.of(Datum.of(text)), Arr.EMPTY, null);
    }

    private Reply(
            ResponseType type,
            @Nullable ErrorType error,
            List<Datum> data,
            @Nullable Arr backtrace,
            @Nullable List<Integer> notes) {
        this(type, error, data, backtrace, notes, null);
    }

    /** The same reply with a profile of one step, which has the time that the query took. */
    public Reply profiled(long nanos) {
        Obj step = Obj.of("description", "Evaluating.", "duration(ms)", nanos / 1e6, "sub_tasks", Arr.EMPTY);
        return new Reply(type, error, data, backtrace, notes, Arr.of(step));
    }

    public boolean hasMore() {
        return type == ResponseType.SUCCESS_PARTIAL;
    }

    public byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = DatumJson.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("t", type.code());
            if (error != null) {
                out.writeNumberField("e", error.code());
            }
            out.writeArrayFieldStart("r");
            for (Datum datum : data) {
                DatumJson.write(datum, out);
            }
            out.writeEndArray();
            if (backtrace != null) {
                out.writeFieldName("b");
                DatumJson.write(backtrace, out);
            }
            if (notes != null) {
                out.writeArrayFieldStart("n");
                for (int note : notes) {
                    out.writeNumber(note);
                }
                out.writeEndArray();
            }
            if (profile != null) {
                out.writeFieldName("p");
                DatumJson.write(profile, out);
            }
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
