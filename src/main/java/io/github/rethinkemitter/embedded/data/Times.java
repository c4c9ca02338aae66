package io.github.rethinkemitter.embedded.data;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** The pseudo-type TIME: an object with the seconds since 1970 and a time zone. */
public final class Times {
    static final String TYPE = "TIME";
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private static final Pattern ZONE = Pattern.compile("([+-])(\\d\\d)(?::?(\\d\\d))?");
    private static final int MAX_HOURS = 24;
    private static final int MINUTES = 60; // of an hour
    private static final int EARLIEST_OFFSET = -12 * MINUTES;
    private static final int LATEST_OFFSET = 14 * MINUTES;

    private Times() {}

    public static Obj of(double epochSeconds, String timezone) {
        return Obj.of(Obj.PSEUDO, TYPE, "epoch_time", epochSeconds, "timezone", timezone);
    }

    /** The TIME of an instant, to the millisecond and in UTC. */
    public static Obj of(Instant instant) {
        return of(instant.toEpochMilli() / 1000.0, "+00:00");
    }

    public static boolean isTime(Datum datum) {
        return datum instanceof Obj obj && obj.is(TYPE);
    }

    public static double epoch(Obj time) {
        return time.get("epoch_time") instanceof Datum.Num seconds ? seconds.value() : 0;
    }

    public static String timezone(Obj time) {
        return time.get("timezone") instanceof Datum.Str zone ? zone.value() : "+00:00";
    }

    public static Obj plus(Obj time, double seconds) {
        // Rounded to the millisecond, as in a real server. Otherwise the double of seconds would drift.
        return of(Math.round((epoch(time) + seconds) * 1000) / 1000.0, timezone(time));
    }

    public static OffsetDateTime local(Obj time) {
        long millis = Math.round(epoch(time) * 1000);
        return Instant.ofEpochMilli(millis).atOffset(offset(timezone(time)));
    }

    public static String iso(Obj time) {
        OffsetDateTime local = local(time);
        long millis = local.getNano() / 1_000_000;
        String fraction = millis == 0 ? "" : String.format(Locale.ROOT, ".%03d", millis);
        return SECONDS.format(local) + fraction + timezone(time);
    }

    public static Obj parse(String iso, String defaultZone) {
        IsoText text = IsoText.split(iso);
        String zone = text.zone().isEmpty() ? defaultZone : text.zone();
        if (zone.isEmpty()) {
            throw ReqlException.logic("ISO 8601 string has no time zone, and no default time zone was provided.");
        }
        String normal = zone(zone);
        long millis = text.local().toInstant(offset(normal)).toEpochMilli();
        return of(millis / 1000.0, normal);
    }

    /** The normal form {@code +hh:mm} of a time zone. A TIME may have a zone that no local time exists for. */
    public static String zone(String zone) {
        if (zone.equals("Z")) {
            return "+00:00";
        }
        if (!zone.startsWith("+") && !zone.startsWith("-")) {
            throw ReqlException.logic("Timezone `" + zone + "` does not start with `-` or `+`.");
        }
        var parts = ZONE.matcher(zone);
        if (!parts.matches()) {
            throw ReqlException.logic("Invalid time zone string `" + zone
                    + "`. Valid time zones are `+hh:mm`, `-hh:mm`, `+hhmm`, `-hhmm`, `+hh`, `-hh` and `Z`.");
        }
        String minutes = parts.group(3) == null ? "00" : parts.group(3);
        if (Integer.parseInt(parts.group(2)) > MAX_HOURS) {
            throw ReqlException.logic("Hours out of range in `" + zone + "`.");
        }
        if (Integer.parseInt(minutes) >= MINUTES) {
            throw ReqlException.logic("Minutes out of range in `" + zone + "`.");
        }
        String normal = parts.group(1) + parts.group(2) + ":" + minutes;
        if (normal.equals("-00:00")) {
            throw ReqlException.logic("`" + zone + "` is not a valid time offset.");
        }
        return normal;
    }

    // Takes a zone in its normal form.
    private static ZoneOffset offset(String zone) {
        int hours = Integer.parseInt(zone.substring(0, 3));
        int minutes = Integer.parseInt(zone.substring(4));
        int total = hours * MINUTES + (zone.startsWith("-") ? -minutes : minutes);
        if (total < EARLIEST_OFFSET || total > LATEST_OFFSET) {
            throw ReqlException.logic("Error in time logic: Offset out of range: "
                    + (zone.startsWith("+") ? zone.substring(1) : zone) + ":00.");
        }
        return ZoneOffset.ofTotalSeconds(total * 60);
    }
}
