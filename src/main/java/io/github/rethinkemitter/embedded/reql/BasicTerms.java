package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.DatumJson;
import io.github.rethinkemitter.embedded.data.Numbers;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.PseudoTypes;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Wtf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/** Terms that make a value: arrays, objects, variables, functions, uuids, JSON, binaries. */
final class BasicTerms {
    private BasicTerms() {}

    static void register(Registry registry) {
        registry.add(Term.MAKE_ARRAY, "make_array", 0, -1, BasicTerms::array);
        registry.add(Term.MAKE_OBJ, "make_obj", 0, 0, BasicTerms::object);
        registry.add(143, "object", 0, -1, BasicTerms::pairs);
        registry.add(Term.VAR, "var", 1, 1, call -> Val.of(call.scope().variable(call.integer(0))));
        registry.add(
                Term.IMPLICIT_VAR,
                "implicit_var",
                0,
                0,
                call -> Val.of(call.scope().implicit()));
        registry.add(Term.FUNC, "func", 2, 2, BasicTerms::function);
        registry.add(Term.ARGS, "args", 1, 1, BasicTerms::strayArgs);
        registry.add(137, "literal", 0, 1, BasicTerms::literal);
        registry.add(169, "uuid", 0, 1, BasicTerms::uuid);
        registry.add(98, "json", 1, 1, call -> Val.of(DatumJson.parse(call.string(0))));
        registry.add(172, "to_json_string", 1, 1, call -> Val.of(DatumJson.text(call.datum(0))));
        registry.add(155, "binary", 1, 1, BasicTerms::binary);
        registry.add(180, "minval", 0, 0, call -> Val.of(Datum.Extreme.MINVAL));
        registry.add(181, "maxval", 0, 0, call -> Val.of(Datum.Extreme.MAXVAL));
    }

    private static Val array(Call call) {
        List<Datum> items = new ArrayList<>(call.size());
        for (int i = 0; i < call.size(); i++) {
            items.add(call.datum(i));
        }
        return Val.of(Arr.limited(items, call.env().limits().array()));
    }

    private static Val object(Call call) {
        SortedMap<String, Datum> fields = Obj.builder();
        for (Map.Entry<String, Term> field : call.term().optargs().entrySet()) {
            Term term = field.getValue();
            Val value = call.evaluator().eval(term, call.scope());
            try {
                fields.put(field.getKey(), Values.datum(value));
            } catch (ReqlException wrong) {
                throw LocatedException.at(wrong, term.place());
            }
        }
        return Val.of(PseudoTypes.interpret(new Obj(fields)));
    }

    private static Val pairs(Call call) {
        if (call.size() % 2 != 0) {
            throw ReqlException.logic("OBJECT expects an even number of arguments (but found " + call.size() + ").");
        }
        SortedMap<String, Datum> fields = Obj.builder();
        for (int i = 0; i < call.size(); i += 2) {
            String name = call.string(i);
            if (fields.put(name, call.datum(i + 1)) != null) {
                throw ReqlException.logic("Duplicate key \"" + name + "\" in object.");
            }
        }
        return Val.of(PseudoTypes.interpret(new Obj(fields)));
    }

    private static Val function(Call call) {
        Term term = call.term();
        return new Val.Fn(new ReqlFunc(call.evaluator(), term, ReqlFunc.parameters(term), call.scope()));
    }

    private static Val strayArgs(Call call) {
        throw ReqlException.logic("Cannot use `args` here.");
    }

    private static Val literal(Call call) {
        if (call.size() == 0) {
            return Val.of(Obj.of(Obj.PSEUDO, PseudoTypes.LITERAL));
        }
        Datum value = call.datum(0);
        PseudoTypes.refuseLiteral(value);
        return Val.of(Obj.of(Obj.PSEUDO, PseudoTypes.LITERAL, "value", value));
    }

    private static Val uuid(Call call) {
        return Val.of(call.size() == 0 ? UUID.randomUUID().toString() : named(call.string(0)));
    }

    // A uuid of version 5 in RethinkDB's own name space, so that a text gives the same uuid as on a real server.
    private static String named(String name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            UUID space = UUID.fromString("91461c99-f89d-49d2-af96-d8e2e14e9b58");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(space.getMostSignificantBits())
                    .putLong(space.getLeastSignificantBits())
                    .array());
            ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
            long most = (hash.getLong() & ~0xf000L) | 0x5000L;
            long least = (hash.getLong() & ~(3L << 62)) | (2L << 62);
            return new UUID(most, least).toString();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java platform has no SHA-1", missing);
        }
    }

    private static Val binary(Call call) {
        Datum datum = call.datum(0);
        if (datum instanceof Datum.Bin) {
            return Val.of(datum);
        }
        return Val.of(new Datum.Bin(Wtf8.bytes(Values.string(datum))));
    }

    /** A value as {@code coerce_to("string")} writes it. */
    static String asText(Datum datum) {
        if (datum instanceof Datum.Str text) {
            return text.value();
        }
        return datum instanceof Datum.Num number ? Numbers.json(number.value()) : DatumJson.text(datum);
    }
}
