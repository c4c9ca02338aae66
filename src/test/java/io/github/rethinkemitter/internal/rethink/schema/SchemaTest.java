package io.github.rethinkemitter.internal.rethink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Login;
import io.github.rethinkemitter.internal.config.TableSettings.Create;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult.Answered;
import io.github.rethinkemitter.internal.flow.InsertResult.NotPerformed;
import io.github.rethinkemitter.internal.flow.InsertResult.Rejected;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.SweepResult;
import io.github.rethinkemitter.internal.flow.Timeline;
import io.github.rethinkemitter.internal.rethink.Events;
import io.github.rethinkemitter.internal.rethink.RethinkStore;
import io.github.rethinkemitter.internal.rethink.SessionTest;
import io.github.rethinkemitter.internal.rethink.Stores;
import io.github.rethinkemitter.internal.rethink.query.SweepTest;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.Connector;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made when it is missing, by whom, and what is said when it cannot be. */
@Timeout(90)
@ContractTest
class SchemaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Stores stores;
    private RawClient admin;
    private String table;
    private String positions;
    private String parked;
    private String user;

    @BeforeEach
    void prepare(TestDb db) {
        stores = new Stores(db);
        admin = db.server().outside("");
        table = "r.db('" + stores.db + "').table('events')";
        positions = "r.db('" + stores.db + "').table('events_positions')";
        parked = "r.db('" + stores.db + "').table('events_parked')";
        user = "user_" + stores.db;
    }

    @AfterEach
    void closeAll() {
        stores.close();
        admin.reql("r.db('rethinkdb').table('users').get('" + user + "').delete()");
        admin.close();
    }

    @Test
    void manyServersThatStartAtOnceMakeOneTable() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            RethinkStore store = stores.store();
            List<Future<Session>> opened =
                    Stream.generate(() -> pool.submit(store::open)).limit(8).toList();
            for (Future<Session> session : opened) {
                try (Session one = session.get(60, TimeUnit.SECONDS)) {
                    assertThat(one.now()).isNotNull();
                }
            }
        } finally {
            pool.shutdown();
        }

        assertThat(admin.rows("r.db('rethinkdb').table('table_config').filter({db: '" + stores.db + "'})"))
                .hasSize(1);
        assertThat(admin.value(table + ".indexList()").toString()).isEqualTo("[\"ts\"]");
    }

    @Test
    void manyServersThatStartAtOnceMakeEachTableOfASubscriberOnce() throws Exception {
        stores.subscriber = "orders";
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            RethinkStore store = stores.store();
            List<Future<Session>> opened =
                    Stream.generate(() -> pool.submit(store::open)).limit(8).toList();
            for (Future<Session> session : opened) {
                session.get(60, TimeUnit.SECONDS).close();
            }
        } finally {
            pool.shutdown();
        }

        assertThat(admin.value("r.db('" + stores.db + "').tableList()").toString())
                .isEqualTo("[\"events\",\"events_parked\",\"events_positions\"]");
        assertThat(admin.value(positions + ".indexList()")).isEmpty();
        assertThat(admin.value(parked + ".indexList()").toString()).isEqualTo("[\"due\",\"group\",\"state\"]");
    }

    @Test
    void theTableOfPositionsIsNotMadeWithoutNeed() throws Exception {
        stores.open();

        assertThat(admin.value("r.db('" + stores.db + "').tableList()").toString())
                .isEqualTo("[\"events\"]");
    }

    @Test
    void aMissingTableOfPositionsIsNamed() throws Exception {
        stores.open();
        stores.create = Create.NEVER;
        stores.retention = Duration.ofDays(1);

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0221")
                .hasMessageContaining("r.db(\"" + stores.db + "\").tableCreate(\"events_positions\")")
                .hasMessageContaining("create=if-missing");
    }

    @Test
    void aUserWhoMayNotCreateTheTableOfPositionsIsToldHowToCreateIt() throws Exception {
        stores.open();
        asUserWith("{read: true, write: true}");
        stores.subscriber = "orders";

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0222")
                .hasMessageContaining("tableCreate(\"events_positions\")")
                .hasMessageContaining(user)
                .hasMessageContaining("config");
    }

    @Test
    void aMissingTableOfFailedEventsIsNamed() throws Exception {
        stores.retention = Duration.ofDays(1);
        stores.open();
        stores.create = Create.NEVER;
        stores.subscriber = "orders";

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0221")
                .hasMessageContaining("r.db(\"" + stores.db + "\").tableCreate(\"events_parked\")")
                .hasMessageContaining("create=if-missing");
    }

    @Test
    void aUserWhoMayNotCreateTheTableOfFailedEventsIsToldHowToCreateIt() throws Exception {
        stores.retention = Duration.ofDays(1);
        stores.open();
        asUserWith("{read: true, write: true}");
        admin.value(positions + ".grant('" + user + "', {read: true, write: true})");
        stores.subscriber = "orders";

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0222")
                .hasMessageContaining("tableCreate(\"events_parked\")")
                .hasMessageContaining(user)
                .hasMessageContaining("config");
    }

    @Test
    void theIndexesOfTheTableOfFailedEventsThatAreMissingAreNamedTogetherAndMadeAsItIsSaid() throws Exception {
        stores.subscriber = "orders";
        stores.open();
        admin.value(parked + ".indexDrop('due')");
        admin.value(parked + ".indexDrop('state')");
        stores.create = Create.NEVER;

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0221")
                .hasMessageContaining("index \"due\"")
                .hasMessageContaining("index \"state\"")
                .hasMessageContaining("do not exist. Create them with")
                .hasMessageContaining(".indexCreate(\"due\", [r.row(\"owner\"), r.row(\"state\"), r.row(\"due\")]); ")
                .hasMessageContaining(".indexCreate(\"state\", [")
                .hasMessageNotContaining("group");
        admin.value(parked + ".indexCreate('due', e => [e('owner'), e('state'), e('due')])");
        assertThatThrownBy(stores::open)
                .hasMessageContaining("index \"state\"")
                .hasMessageContaining("does not exist. Create it with")
                .hasMessageNotContaining("\"due\"");
        admin.value(parked + ".indexCreate('state', e => [e.getField('state'), e('last'), e('id')])");

        assertThat(stores.open().isOpen()).isTrue();
    }

    @Test
    void aUserWhoMayNotCreateIndexesIsToldHowToCreateAllThatAreMissing() throws Exception {
        stores.subscriber = "orders";
        stores.open();
        admin.value(parked + ".indexDrop('due')");
        admin.value(parked + ".indexDrop('group')");
        asUserWith("{read: true, write: true}");
        admin.value(positions + ".grant('" + user + "', {read: true, write: true})");
        admin.value(parked + ".grant('" + user + "', {read: true, write: true})");

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0222")
                .hasMessageContaining(".indexCreate(\"due\", [")
                .hasMessageContaining(".indexCreate(\"group\", [")
                .hasMessageNotContaining("\"state\" on table")
                .hasMessageContaining("grant \"" + user + "\" the right \"config\"");
    }

    @Test
    void noIndexIsMadeBesideAnotherThatIsNotWhatTheLibraryNeeds() throws Exception {
        stores.subscriber = "orders";
        stores.open();
        admin.value(parked + ".indexDrop('due')");
        admin.value(parked + ".indexDrop('state')");
        admin.value(parked + ".indexCreate('state', e => e('state'))");

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0224").hasMessageContaining("indexDrop(\"state\")");
        assertThat(admin.value(parked + ".indexList()").toString()).isEqualTo("[\"group\",\"state\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'due'",
                "'due', e => [e('owner'), e('due'), e('state')]",
                "'due', e => [e('owner'), e('state')]",
                "'due', e => [e('owner'), e('state'), e('due')], {multi: true}",
                "'state', e => [e('state'), e('last').toEpochTime(), e('id')]",
            })
    void anIndexOfTheTableOfFailedEventsThatIsAnotherOneIsNamed(String other) throws Exception {
        stores.subscriber = "orders";
        stores.open();
        String index = other.substring(1, other.indexOf('\'', 1));
        admin.value(parked + ".indexDrop('" + index + "')");
        admin.value(parked + ".indexCreate(" + other + ")");

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0224")
                .hasMessageContaining("indexDrop(\"" + index + "\")")
                .hasMessageContaining("indexCreate(\"" + index + "\", [r.row(");
    }

    @Test
    void deletingOnlyEphemeralEventsNeedsNoTableOfPositions() throws Exception {
        stores.open();
        stores.persist = false;
        asUserWith("{read: true, write: true}");

        assertThat(stores.open().isOpen()).isTrue();
        stores.create = Create.NEVER;
        assertThat(stores.open().isOpen()).isTrue();
    }

    @Test
    void aMissingDatabaseIsNamed() {
        stores.create = Create.NEVER;

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0221")
                .hasMessageContaining("r.dbCreate(\"" + stores.db + "\")")
                .hasMessageContaining("create=if-missing");
    }

    @Test
    void aMissingTableIsNamed() {
        admin.value("r.dbCreate('" + stores.db + "')");
        stores.create = Create.NEVER;

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0221")
                .hasMessageContaining("tableCreate(\"events\")");
    }

    @Test
    void aMissingIndexIsNamed() {
        createTable();
        stores.create = Create.NEVER;

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0221").hasMessageContaining("indexCreate(\"ts\")");
    }

    @Test
    void aUserWhoMayNotCreateTheIndexIsToldHowToCreateIt() {
        createTable();
        asUserWith("{read: true, write: true}");

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0222")
                .hasMessageContaining("indexCreate(\"ts\")")
                .hasMessageContaining(user)
                .hasMessageContaining("config");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".indexCreate('ts', e => e('time'))",
                ".indexCreate('ts', e => e('ts').toEpochTime())",
                ".indexCreate('ts', e => e('ts'), {multi: true})",
                ".indexCreate('ts', {multi: true})",
                ".indexCreate('ts', {geo: true})"
            })
    void anIndexOfThatNameWithOtherEntriesIsNamed(String created) {
        createTable();
        admin.value(table + created);

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0224")
                .hasMessageContaining(stores.db + ".events")
                .hasMessageContaining("indexDrop(\"ts\")")
                .hasMessageContaining("indexCreate(\"ts\")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".indexCreate('ts')",
                ".indexCreate('ts', e => e('ts'))",
                ".indexCreate('ts', e => e.getField('ts'))",
                ".indexCreate('ts', {multi: false})"
            })
    void anIndexOfTheFieldIsAcceptedHoweverItWasWritten(String created) throws Exception {
        createTable();
        admin.value(table + created);
        stores.create = Create.NEVER;

        assertThat(stores.open().isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "events_positions", "events_parked"})
    void aTableWithAnotherPrimaryKeyIsNamed(String name) throws Exception {
        stores.subscriber = "orders";
        admin.value("r.dbCreate('" + stores.db + "')");
        String other = "r.db('" + stores.db + "').table('" + name + "')";
        admin.value("r.db('" + stores.db + "').tableCreate('" + name + "', {primary_key: 'key'})");
        admin.value(other + ".wait({timeout: 30})");

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0223")
                .hasMessageContaining(stores.db + "." + name)
                .hasMessageContaining("\"key\"")
                .hasMessageContaining("tableCreate(\"" + name + "\")");
    }

    @Test
    void aSecondTableOfTheNameIsDroppedOnlyWhenItIsEmpty() throws Exception {
        createTable();
        String id = admin.value(table + ".info()('id')").asText();
        QueryConnection connection = new Connector(stores.connection(), stores.threads()).connect(stores.hosts.get(0));
        try {
            var duplicates = new DuplicateTables(connection, new TableName(stores.db, "events"));
            String other = "r.db('" + stores.db + "').table('" + duplicates.nameOf(id) + "')";
            admin.value("r.db('rethinkdb').table('table_config').get('" + id + "').update({name: '"
                    + duplicates.nameOf(id) + "'})");
            admin.value(other + ".wait({timeout: 30})");
            admin.value(other + ".insert({id: 'written meanwhile'})");

            assertThat(duplicates.isDroppedEmpty(id)).isFalse();
            assertThat(admin.value(other + ".count()").asInt()).isEqualTo(1);

            admin.value(other + ".delete()");
            assertThat(duplicates.isDroppedEmpty(id)).isTrue();
            assertThat(admin.value("r.db('" + stores.db + "').tableList()")).isEmpty();
        } finally {
            connection.close();
        }
    }

    @Test
    void theRightsToReadAndWriteAreEnoughForATableThatExists() throws Exception {
        stores.open();
        asUserWith("{read: true, write: true}");

        Session session = stores.open();
        Timeline timeline = stores.openTimeline();
        try (Feed feed = timeline.follow(session.now())) {
            SessionTest.awaitReady(feed);
            Events events = new Events();

            assertThat(SessionTest.insert(session, events.batch(2))).isInstanceOf(Answered.class);

            assertThat(feed.poll(PATIENCE)).isInstanceOf(FeedItem.Live.class);
            assertThat(timeline.find(Stores.wanted(events.src, 1, 2)).await()).hasSize(2);
            assertThat(session.sweep(SweepTest.ephemeral(Duration.ZERO))).isEqualTo(new SweepResult.Clean(0));
        }
    }

    @Test
    void aUserWhoMayNotReadIsToldWhichRightIsMissing() throws Exception {
        stores.open();
        asUserWith("{read: false}");

        Timeline timeline = stores.openTimeline();
        assertThatThrownBy(() -> timeline.follow(Instant.EPOCH))
                .hasMessageContaining("RTH0220")
                .hasMessageContaining("read")
                .hasMessageContaining(user)
                .hasMessageContaining("grant");
    }

    @Test
    void aUserWhoMayNotWriteIsToldWhichRightIsMissing() throws Exception {
        stores.open();
        asUserWith("{read: true, write: false}");
        Session session = stores.open();

        assertThat(SessionTest.insert(session, new Events().batch(1)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.cause())
                                .hasMessageContaining("RTH0220")
                                .hasMessageContaining("write")
                                .hasMessageContaining(user));
    }

    @Test
    void droppingTheTableEndsTheFeedAndFailsInserts() throws Exception {
        Session session = stores.open();
        Timeline timeline = stores.openTimeline();
        try (Feed feed = timeline.follow(session.now())) {
            SessionTest.awaitReady(feed);
            admin.value("r.db('" + stores.db + "').tableDrop('events')");

            assertThat(feed.poll(PATIENCE)).isInstanceOf(FeedItem.Ended.class);
            assertThat(SessionTest.insert(session, new Events().batch(1))).isInstanceOf(NotPerformed.class);
            assertThatThrownBy(() -> timeline.follow(Instant.EPOCH)).hasMessageContaining("does not exist");
        }
    }

    private void createTable() {
        admin.value("r.dbCreate('" + stores.db + "')");
        admin.value("r.db('" + stores.db + "').tableCreate('events')");
        admin.value(table + ".wait({timeout: 30})");
    }

    private void asUserWith(String rights) {
        admin.value("r.db('rethinkdb').table('users').insert({id: '" + user + "', password: 'pw'})");
        admin.value(table + ".grant('" + user + "', " + rights + ")");
        stores.login = new Login(user, "pw");
    }
}
