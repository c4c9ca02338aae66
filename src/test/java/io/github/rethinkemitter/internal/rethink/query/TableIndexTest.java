package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes are recognised by what the database says about them. */
class TableIndexTest {

    private static final TableIndex TS = TableIndex.ofField("ts");
    private static final TableIndex PAIR = new TableIndex("pair", List.of("a", "b"));

    @Test
    void anIndexOfAFieldThatIsWrittenWithRowIsRecognised() {
        assertThat(TS.isMadeBy("indexCreate('ts', function(var1) { return r.row(\"ts\"); })"))
                .isTrue();
        assertThat(TS.isMadeBy("indexCreate('ts', function(var1) { return r.row(\"tz\"); })"))
                .isFalse();
        assertThat(TS.isMadeBy("indexCreate('ts', function(var1) { return r.expr([var1(\"ts\")]); })"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "indexCreate('pair', function(var1) { return r.expr([var1(\"a\"), var1(\"b\")]); })",
                "indexCreate('pair', function(_x) { return r.expr([r.row(\"a\"), _x.getField(\"b\")]); })",
            })
    void anIndexOfSeveralFieldsIsRecognisedHoweverItWasWritten(String query) {
        assertThat(PAIR.isMadeBy(query)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "indexCreate('pair', function(var1) { return r.expr([var1(\"b\"), var1(\"a\")]); })",
                "indexCreate('pair', function(var1) { return r.expr([var1(\"a\")]); })",
                "indexCreate('pair', function(var1) { return r.expr([var1(\"a\"), var1(\"b\"), var1(\"c\")]); })",
                "indexCreate('pair', function(var1) { return var1(\"a\"); })",
                "indexCreate('other', function(var1) { return r.expr([var1(\"a\"), var1(\"b\")]); })",
            })
    void anIndexOfOtherFieldsIsNotTakenForIt(String query) {
        assertThat(PAIR.isMadeBy(query)).isFalse();
    }
}
