package io.github.rethinkemitter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The package map of DESIGN.md: the classes of a row may use only the rows and the outside packages that the row names. */
class PackageMapTest {

    private static final String JACKSON_STREAMING = "com.fasterxml.jackson.core..";

    private static final Row ROOT = exactly("").outside("jakarta.inject", "jakarta.enterprise.util");
    private static final Row CONCURRENT = below("internal.concurrent");
    private static final Row FLOW = below("internal.flow").uses(ROOT);
    private static final Row CONFIG =
            below("internal.config").uses(ROOT, FLOW).outside("org.eclipse.microprofile.config..");
    private static final Row JSON = below("internal.json").outside(JACKSON_STREAMING);
    private static final Row CODEC = below("internal.codec")
            .uses(ROOT, FLOW, JSON)
            .outside(
                    JACKSON_STREAMING,
                    "jakarta.json",
                    "jakarta.json.spi",
                    "jakarta.json.stream",
                    "jakarta.json.bind..");
    private static final Row PUBLISH = below("internal.publish").uses(ROOT, CONCURRENT, FLOW, CONFIG);
    private static final Row SUBSCRIBE = below("internal.subscribe").uses(ROOT, CONCURRENT, FLOW, CONFIG);
    private static final Row DISPATCH = below("internal.dispatch").uses(ROOT, FLOW, CONFIG);
    private static final Row PARK = below("internal.park").uses(ROOT, CONCURRENT, FLOW);
    private static final Row TIMELINE = below("internal.timeline").uses(ROOT, CONCURRENT, FLOW);
    private static final Row TELEMETRY = below("internal.telemetry")
            .uses(ROOT, FLOW)
            .outside("io.opentelemetry.api..", "io.opentelemetry.context..", "io.micrometer.core..");
    private static final Row WIRE = below("internal.rethink.wire")
            .uses(CONCURRENT, FLOW, CONFIG, JSON)
            .outside("com.rethinkdb..", JACKSON_STREAMING, "com.fasterxml.jackson.databind");
    private static final Row QUERY =
            below("internal.rethink.query").uses(ROOT, FLOW, CONFIG, JSON, WIRE).outside(JACKSON_STREAMING);
    private static final Row SCHEMA = below("internal.rethink.schema").uses(FLOW, CONFIG, JSON, WIRE, QUERY);
    private static final Row RETHINK = exactly("internal.rethink").uses(ROOT, FLOW, CONFIG, WIRE, QUERY, SCHEMA);
    private static final Row DRIVER_LOG = below("internal.driverlog");
    private static final Row RUNTIME = below("internal.runtime")
            .uses(ROOT, CONCURRENT, FLOW, CONFIG, CODEC, PUBLISH, SUBSCRIBE, DISPATCH, PARK, TIMELINE, RETHINK)
            .outside("jakarta.json.bind..");
    private static final Row HEALTH = below("internal.health")
            .uses(ROOT)
            .outside("jakarta.enterprise..", "jakarta.inject", "org.eclipse.microprofile.health..");
    private static final Row CDI = below("internal.cdi")
            .uses(ROOT, FLOW, CONFIG, TELEMETRY, RUNTIME, HEALTH)
            .outside("jakarta..", "org.eclipse.microprofile.config..", "org.eclipse.microprofile.context..");

    private static final Row PAGE = below("page").uses(ROOT, CONFIG).outside("jakarta..", "com.sun.net.httpserver");

    private static final Row EMBEDDED_WIRE = below("embedded.wire").outside(JACKSON_STREAMING);
    private static final Row DATA = below("embedded.data").uses(EMBEDDED_WIRE).outside(JACKSON_STREAMING);
    private static final Row REQL =
            below("embedded.reql").uses(EMBEDDED_WIRE, DATA).outside(JACKSON_STREAMING);
    private static final Row EMBEDDED =
            exactly("embedded").uses(EMBEDDED_WIRE, DATA, REQL).outside(JACKSON_STREAMING);

    private static final Row JUNIT = below("embedded.junit")
            .uses(ROOT, FLOW, CDI, EMBEDDED)
            .outside(
                    JACKSON_STREAMING,
                    "jakarta.enterprise.inject.se",
                    "jakarta.enterprise.inject.spi",
                    "org.junit.jupiter.api..");

    static final List<Row> TABLE = List.of(
            ROOT,
            CONCURRENT,
            FLOW,
            CONFIG,
            JSON,
            CODEC,
            PUBLISH,
            SUBSCRIBE,
            DISPATCH,
            PARK,
            TIMELINE,
            TELEMETRY,
            WIRE,
            QUERY,
            SCHEMA,
            RETHINK,
            DRIVER_LOG,
            RUNTIME,
            HEALTH,
            CDI,
            PAGE, //
            EMBEDDED_WIRE,
            DATA,
            REQL,
            EMBEDDED,
            JUNIT);

    private static final JavaClasses MAIN_CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(Row.BASE);

    @ParameterizedTest
    @FieldSource("TABLE")
    void aPackageUsesOnlyWhatItsRowNames(Row row) {
        classes()
                .that()
                .resideInAPackage(row.pattern())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(row.allowed())
                .because("the package map says so")
                .check(MAIN_CLASSES);
    }

    @ParameterizedTest
    @FieldSource("TABLE")
    void aRowNamesOnlyRowsAboveItself(Row row) {
        assertThat(TABLE.subList(0, TABLE.indexOf(row))).containsAll(row.rows());
    }

    @Test
    void everyClassBelongsToARow() {
        classes()
                .should()
                .resideInAnyPackage(TABLE.stream().map(Row::pattern).toArray(String[]::new))
                .check(MAIN_CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(MAIN_CLASSES.stream().map(JavaClass::getPackage).distinct())
                .allMatch(
                        javaPackage -> javaPackage.isAnnotatedWith(NullMarked.class), "has a @NullMarked package-info");
    }

    @Test
    void everyTypeThatTravelsBetweenStagesIsARecordAnInterfaceOrAnEnum() {
        classes()
                .that()
                .resideInAPackage(FLOW.pattern())
                .should()
                .beRecords()
                .orShould()
                .beInterfaces()
                .orShould()
                .beEnums()
                .check(MAIN_CLASSES);
    }

    @Test
    void theStagesUseNeitherTheContainerNorTheDriver() {
        noClasses()
                .that()
                .resideInAnyPackage(FLOW.pattern(), PUBLISH.pattern(), SUBSCRIBE.pattern())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "com.rethinkdb..")
                .check(MAIN_CLASSES);
    }

    @Test
    void onlyOnePackageUsesTheDriver() {
        noClasses()
                .that()
                .resideOutsideOfPackage(WIRE.pattern())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.rethinkdb..")
                .check(MAIN_CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"io.opentelemetry.., OpenTelemetryApi", "io.micrometer.., MicrometerApi"})
    void anOptionalApiOfTelemetryIsUsedByOneClass(String api, String user) {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.telemetry\\." + user + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(api)
                .check(MAIN_CLASSES);
    }

    @Test
    void theLibraryAndTheEmbeddedServerDoNotUseEachOther() {
        DescribedPredicate<JavaClass> tests = JavaClass.Predicates.resideInAPackage(JUNIT.pattern());
        DescribedPredicate<JavaClass> embedded =
                JavaClass.Predicates.resideInAPackage(Row.BASE + ".embedded..").and(DescribedPredicate.not(tests));
        DescribedPredicate<JavaClass> library =
                JavaClass.Predicates.resideInAPackage(Row.BASE + "..").and(DescribedPredicate.not(embedded.or(tests)));

        noClasses().that(library).should().dependOnClassesThat(embedded).check(MAIN_CLASSES);
        noClasses().that(embedded).should().dependOnClassesThat(library).check(MAIN_CLASSES);
    }

    @Test
    void onlyTheJUnitExtensionUsesJUnit() {
        noClasses()
                .that()
                .resideOutsideOfPackage(JUNIT.pattern())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JUNIT.pattern(), "org.junit..")
                .check(MAIN_CLASSES);
    }

    private static Row exactly(String name) {
        return new Row(name, false, List.of(), List.of());
    }

    private static Row below(String name) {
        return new Row(name, true, List.of(), List.of());
    }

    record Row(String name, boolean withSubpackages, List<Row> rows, List<String> outsidePackages) {

        static final String BASE = "io.github.rethinkemitter";

        Row uses(Row... others) {
            return new Row(name, withSubpackages, List.of(others), outsidePackages);
        }

        Row outside(String... packages) {
            return new Row(name, withSubpackages, rows, List.of(packages));
        }

        String pattern() {
            return BASE + (name.isEmpty() ? "" : "." + name) + (withSubpackages ? ".." : "");
        }

        String[] allowed() {
            List<String> allowed = new ArrayList<>(List.of(pattern(), "java..", "javax..", "org.jspecify.annotations"));
            rows.forEach(row -> allowed.add(row.pattern()));
            allowed.addAll(outsidePackages);
            return allowed.toArray(String[]::new);
        }

        @Override
        public String toString() {
            return name.isEmpty() ? "root" : name;
        }
    }
}
