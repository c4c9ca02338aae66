package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.rethink.query.FeedAudit.Census;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit.Question;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a feed brought is compared with what the table has. */
class FeedAuditTest {

    private static final Instant OPENED = Instant.parse("2030-01-01T00:00:00.500Z");
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final FeedAudit audit = new FeedAudit(INTERVAL);
    private long now;

    @BeforeEach
    void begin() {
        audit.begin(OPENED.minusSeconds(60), OPENED, now);
    }

    @Test
    void everythingStoredBeforeTheFeedBeganIsProven() {
        assertThat(audit.provenUpTo()).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
    }

    @Test
    void afterAnIntervalTheUnprovenRangeAndALittleMoreIsAskedFor() {
        Step early = next(Duration.ofSeconds(9));

        Step due = next(Duration.ofSeconds(1));
        Question question = audit.ask(now);

        assertThat(early).isEqualTo(Step.NOTHING);
        assertThat(due).isEqualTo(Step.ASK);
        assertThat(question.from()).isEqualTo(OPENED.minusMillis(500).minusSeconds(5));
        assertThat(question.to()).isEqualTo(OPENED.minusMillis(500).plusSeconds(8));
    }

    @Test
    void nothingOlderThanTheBeginningOfTheFeedIsAskedFor() {
        var short1 = new FeedAudit(INTERVAL);
        short1.begin(OPENED.minusMillis(700), OPENED, now);
        now += INTERVAL.toNanos();

        assertThat(short1.ask(now).from()).isEqualTo(OPENED.plusMillis(-500));
    }

    @Test
    void aFeedThatBroughtAllIsProven() {
        audit.came(OPENED.plusSeconds(1));
        audit.came(OPENED.plusSeconds(1));
        audit.came(OPENED.plusSeconds(30));
        answered(2);

        assertThat(next(Duration.ZERO)).isEqualTo(Step.PROVEN);
        assertThat(audit.provenUpTo()).isEqualTo(Instant.parse("2030-01-01T00:00:08Z"));
    }

    @Test
    void aFeedWithoutDocumentsIsProvenToo() {
        answered(0);

        assertThat(next(Duration.ZERO)).isEqualTo(Step.PROVEN);
    }

    @Test
    void deletedAndRestampedDocumentsAreNotCounted() {
        audit.came(OPENED.plusSeconds(1));
        audit.came(OPENED.plusSeconds(2));
        audit.went(OPENED.plusSeconds(1));
        audit.went(OPENED.plusSeconds(2));
        audit.came(OPENED.plusSeconds(5));
        answered(1);

        assertThat(next(Duration.ZERO)).isEqualTo(Step.PROVEN);
    }

    @Test
    void documentsThatComeLateAreWaitedFor() {
        answered(1);
        Step missing = next(Duration.ofSeconds(1));

        audit.came(OPENED.plusSeconds(3));

        assertThat(missing).isEqualTo(Step.NOTHING);
        assertThat(next(Duration.ZERO)).isEqualTo(Step.PROVEN);
    }

    @Test
    void aFeedThatDoesNotBringAllAfterASecondQuestionIsDeaf() {
        answered(1);

        Step second = next(Duration.ofSeconds(5));
        audit.ask(now);
        audit.answered(census(1), now);

        assertThat(second).isEqualTo(Step.ASK);
        assertThat(next(Duration.ofSeconds(4))).isEqualTo(Step.NOTHING);
        assertThat(next(Duration.ofSeconds(1))).isEqualTo(Step.DEAF);
    }

    @Test
    void documentsCommittedBetweenTwoQuestionsDoNotMakeTheFeedDeaf() {
        answered(0);
        audit.came(OPENED.plusSeconds(3)); // after it was counted

        Step lively = next(Duration.ofSeconds(5));
        Step second = next(Duration.ofSeconds(5));
        audit.ask(now);
        audit.answered(census(1), now);

        assertThat(lively).isEqualTo(Step.NOTHING);
        assertThat(second).isEqualTo(Step.ASK);
        assertThat(next(Duration.ZERO)).isEqualTo(Step.PROVEN);
    }

    @Test
    void aFeedThatIsBehindIsNotDeafWhileItBringsDocuments() {
        answered(10);
        for (int i = 0; i < 9; i++) {
            audit.came(OPENED.plusSeconds(1));

            assertThat(next(Duration.ofSeconds(4))).isEqualTo(Step.NOTHING);
        }
        audit.came(OPENED.plusSeconds(1));
        assertThat(next(Duration.ZERO)).isEqualTo(Step.PROVEN);
    }

    @Test
    void aFeedThatBringsMuchNewerDocumentsIsNotBehind() {
        answered(1);
        audit.came(OPENED.plusSeconds(100));

        assertThat(next(Duration.ofSeconds(5))).isEqualTo(Step.ASK);
    }

    @Test
    void whereDocumentsComeWithOldTimesTheRangeEndsEarlier() {
        now += INTERVAL.toNanos();
        audit.cameLive(OPENED.plusSeconds(7), now);
        audit.cameLive(null, now);

        Question question = audit.ask(now);

        assertThat(question.to()).isEqualTo(OPENED.minusMillis(500).plusSeconds(10 - 3 - 2));
    }

    @Test
    void aFeedThatBroughtMoreThanThereIsIsAskedMoreOften() {
        audit.came(OPENED.plusSeconds(1));
        answered(0);
        int again = 0;
        Step step = next(Duration.ofSeconds(5));
        for (int i = 0; i < 20 && step != Step.DEAF; i++) {
            if (step == Step.ASK) {
                again++;
                audit.ask(now);
                audit.answered(census(0), now);
            }
            step = next(Duration.ofSeconds(5));
        }

        assertThat(step).isEqualTo(Step.DEAF);
        assertThat(again).isEqualTo(4);
    }

    @Test
    void documentsWithoutATimeDoNotCount() {
        audit.came(null);
        audit.went(null);
        answered(0);

        assertThat(next(Duration.ZERO)).isEqualTo(Step.PROVEN);
    }

    @Test
    void afterManyDocumentsTheDatabaseIsAskedSooner() {
        IntStream.range(0, 10_000).forEach(i -> audit.came(OPENED.plusMillis(i)));

        assertThat(next(Duration.ofMillis(999))).isEqualTo(Step.NOTHING);
        assertThat(next(Duration.ofMillis(1))).isEqualTo(Step.ASK);
    }

    @Test
    void aDatabaseClockThatWasSetBackIsReported() {
        now += INTERVAL.toNanos();
        audit.ask(now);

        assertThat(audit.answered(new Census("table", OPENED.minusSeconds(3600), 0), now))
                .isFalse();
    }

    private Step next(Duration after) {
        now += after.toNanos();
        return audit.next(now);
    }

    private void answered(long count) {
        now += INTERVAL.toNanos();
        assertThat(audit.ask(now)).isNotNull();
        assertThat(audit.answered(census(count), now)).isTrue();
    }

    private Census census(long count) {
        return new Census("table", OPENED.plusNanos(now), count);
    }
}
