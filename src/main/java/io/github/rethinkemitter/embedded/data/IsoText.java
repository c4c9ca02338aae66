package io.github.rethinkemitter.embedded.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * The parts of an ISO 8601 text.
 *
 * @param local the date and the time of day
 * @param zone the time zone as it is written, possibly empty
 */
record IsoText(LocalDateTime local, String zone) {

    static IsoText split(String text) {
        checkStart(text);
        int t = text.indexOf('T');
        String date = t < 0 ? text : text.substring(0, t);
        String rest = t < 0 ? "" : text.substring(t + 1);
        int zoneAt = zoneAt(rest);
        String time = rest.substring(0, zoneAt);
        try {
            return new IsoText(LocalDateTime.of(date(date), time(time)), rest.substring(zoneAt));
        } catch (DateTimeException wrong) {
            throw ReqlException.logic("Failed to parse `" + text + "` (`" + text + "`) as ISO 8601 time.");
        }
    }

    private static void checkStart(String text) {
        for (int i = 0; i < 4 && i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw ReqlException.logic("Invalid date string `" + text + "` (got `" + c + "` but expected a digit).");
            }
        }
    }

    private static int zoneAt(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == 'Z' || c == '+' || c == '-') {
                return i;
            }
        }
        return rest.length();
    }

    private static LocalDate date(String date) {
        String digits = date.replace("-", "");
        int year = number(digits, 0, 4);
        return switch (digits.length()) {
            case 4 -> LocalDate.of(year, 1, 1);
            case 6 -> LocalDate.of(year, number(digits, 4, 6), 1);
            case 7 -> LocalDate.ofYearDay(year, number(digits, 4, 7));
            case 8 -> LocalDate.of(year, number(digits, 4, 6), number(digits, 6, 8));
            default -> throw new DateTimeException(date);
        };
    }

    private static LocalTime time(String time) {
        if (time.isEmpty()) {
            return LocalTime.MIDNIGHT;
        }
        int dot = Math.max(time.indexOf('.'), time.indexOf(','));
        String digits = (dot < 0 ? time : time.substring(0, dot)).replace(":", "");
        String fraction = dot < 0 ? "" : time.substring(dot + 1);
        int nanos = fraction.isEmpty() ? 0 : number((fraction + "000000000").substring(0, 9), 0, 9);
        int minute = digits.length() >= 4 ? number(digits, 2, 4) : 0;
        int second = digits.length() >= 6 ? number(digits, 4, 6) : 0;
        return LocalTime.of(number(digits, 0, 2), minute, second, nanos);
    }

    private static int number(String digits, int from, int to) {
        try {
            return Integer.parseInt(digits.substring(from, to));
        } catch (NumberFormatException | IndexOutOfBoundsException wrong) {
            throw new DateTimeException(digits, wrong);
        }
    }
}
