package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Times;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.function.ToDoubleFunction;

/** Terms that return a part of a time, and the names of days and months. */
final class TimePartTerms {
    private TimePartTerms() {}

    static void register(Registry registry) {
        registry.add(127, "timezone", 1, 1, call -> Val.of(Times.timezone(TimeTerms.time(call, 0))));
        registry.add(106, "date", 1, 1, call -> Val.of(date(TimeTerms.time(call, 0))));
        part(registry, 126, "time_of_day", local -> local.toLocalTime().toNanoOfDay() / 1e9);
        part(registry, 128, "year", OffsetDateTime::getYear);
        part(registry, 129, "month", OffsetDateTime::getMonthValue);
        part(registry, 130, "day", OffsetDateTime::getDayOfMonth);
        part(registry, 131, "day_of_week", local -> local.getDayOfWeek().getValue());
        part(registry, 132, "day_of_year", OffsetDateTime::getDayOfYear);
        part(registry, 133, "hours", OffsetDateTime::getHour);
        part(registry, 134, "minutes", OffsetDateTime::getMinute);
        part(registry, 135, "seconds", local -> local.getSecond() + local.getNano() / 1e9);
        for (int day = 1; day <= 7; day++) {
            constant(registry, 106 + day, day);
        }
        for (int month = 1; month <= 12; month++) {
            constant(registry, 113 + month, month);
        }
    }

    private static void part(Registry registry, int type, String name, ToDoubleFunction<OffsetDateTime> part) {
        registry.add(type, name, 1, 1, call -> Val.of(part.applyAsDouble(Times.local(TimeTerms.time(call, 0)))));
    }

    private static void constant(Registry registry, int type, double value) {
        registry.add(type, "constant", 0, 0, call -> Val.of(value));
    }

    private static Obj date(Obj time) {
        OffsetDateTime midnight = Times.local(time).with(LocalTime.MIDNIGHT);
        return Times.of((double) midnight.toEpochSecond(), Times.timezone(time));
    }
}
