package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Times;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/** Terms that make, convert and compare times. */
final class TimeTerms {
    private TimeTerms() {}

    static void register(Registry registry) {
        registry.add(103, "now", 0, 0, call -> Val.of(call.env().now()));
        registry.add(99, "iso8601", 1, 1, Set.of("default_timezone"), TimeTerms::iso8601);
        registry.add(100, "to_iso8601", 1, 1, call -> Val.of(Times.iso(time(call, 0))));
        registry.add(101, "epoch_time", 1, 1, call -> Val.of(Times.plus(Times.of(0, "+00:00"), call.number(0))));
        registry.add(102, "to_epoch_time", 1, 1, call -> Val.of(Times.epoch(time(call, 0))));
        registry.add(104, "in_timezone", 2, 2, call -> Val.of(inZone(time(call, 0), call.string(1))));
        registry.add(105, "during", 3, 3, Set.of("left_bound", "right_bound"), TimeTerms::during);
        registry.add(136, "time", 4, 7, TimeTerms::make);
    }

    static Obj time(Call call, int i) {
        Datum datum = call.datum(i);
        if (datum instanceof Obj obj && Times.isTime(obj)) {
            return obj;
        }
        throw datum.mismatch("Not a TIME pseudotype: `" + Printer.truncated(datum) + "`.");
    }

    private static Val iso8601(Call call) {
        String zone = call.string("default_timezone", "");
        Obj time = call.arg(0, text -> Times.parse(Values.string(Values.datum(text)), zone));
        return Val.of(time);
    }

    private static Obj inZone(Obj time, String zone) {
        return Times.of(Times.epoch(time), Times.zone(zone));
    }

    private static Val during(Call call) {
        double at = Times.epoch(time(call, 0));
        double from = Times.epoch(time(call, 1));
        double to = Times.epoch(time(call, 2));
        boolean after = TableTerms.isOpen(call, "left_bound", false) ? at > from : at >= from;
        boolean before = TableTerms.isOpen(call, "right_bound", true) ? at < to : at <= to;
        return Val.of(after && before);
    }

    private static Val make(Call call) {
        if (call.size() != 4 && call.size() != 7) {
            throw ReqlException.logic("Got " + call.size() + " arguments to TIME (expected 4 or 7).");
        }
        String zone = Times.zone(call.string(call.size() - 1));
        try {
            int hour = call.size() == 7 ? call.integer(3) : 0;
            int minute = call.size() == 7 ? call.integer(4) : 0;
            double seconds = call.size() == 7 ? call.number(5) : 0;
            LocalDateTime local = LocalDateTime.of(call.integer(0), call.integer(1), call.integer(2), hour, minute);
            return Val.of(Times.plus(Times.of((double) local.toEpochSecond(ZoneOffset.of(zone)), zone), seconds));
        } catch (DateTimeException wrong) {
            throw ReqlException.logic(String.valueOf(wrong.getMessage()));
        }
    }
}
