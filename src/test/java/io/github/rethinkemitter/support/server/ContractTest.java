package io.github.rethinkemitter.support.server;

import io.github.rethinkemitter.support.leaks.LeakCheck;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class on the embedded server and, if one is found, on a real RethinkDB. Each test gets a database of its own.
 * A test fails if it leaves a thread running or a connection open.
 *
 * <pre>{@code
 * @ContractTest
 * class EventsTest {
 *     @Test
 *     void anEventIsStored(TestDb db) {
 *         // connect to db.url(), read the tables with db.outside(), cause a fault with db.server().dropConnections()
 *     }
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(ContractServers.class)
@ExtendWith(LeakCheck.class)
public @interface ContractTest {

    /**
     * Whether the class runs once more on each server with applications that store events that wait together in one document.
     * {@link TestDb#packing()} tells them.
     */
    boolean alsoPacking() default false;
}
