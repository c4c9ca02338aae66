package io.github.rethinkemitter.embedded.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time zones, as RethinkDB 2.4.4 reads them. */
class TimesTest {

    @ParameterizedTest
    @CsvSource({"Z, +00:00", "+24, +24:00", "-0130, -01:30", "+23:59, +23:59", "-24:59, -24:59"})
    void aZoneIsStoredInItsNormalFormEvenIfNoPlaceOnEarthHasIt(String zone, String normal) {
        assertThat(Times.zone(zone)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            +25:00 | Hours out of range in `+25:00`.
            +12:75 | Minutes out of range in `+12:75`.
            -00:00 | `-00:00` is not a valid time offset.
            +1     | Invalid time zone string `+1`. Valid time zones are `+hh:mm`, `-hh:mm`, `+hhmm`, `-hhmm`, `+hh`, `-hh` and `Z`.
            01:00  | Timezone `01:00` does not start with `-` or `+`.
            """)
    void aTextThatIsNoZoneIsRefused(String zone, String message) {
        assertThatThrownBy(() -> Times.zone(zone)).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+14:00", "-12:00"})
    void aTimeInAZoneOnEarthHasALocalTime(String zone) {
        assertThat(Times.iso(Times.of(0, zone))).endsWith(zone);
    }

    @ParameterizedTest
    @CsvSource({"+14:01, 14:01:00", "+23:59, 23:59:00", "-12:01, -12:01:00"})
    void aTimeInAnyOtherZoneHasNoLocalTime(String zone, String offset) {
        assertThatThrownBy(() -> Times.iso(Times.of(0, zone)))
                .hasMessage("Error in time logic: Offset out of range: " + offset + ".");
        assertThatThrownBy(() -> Times.parse("1970-01-05T00:00:01.500" + zone, ""))
                .hasMessage("Error in time logic: Offset out of range: " + offset + ".");
    }
}
