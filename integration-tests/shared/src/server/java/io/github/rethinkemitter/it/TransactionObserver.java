package io.github.rethinkemitter.it;

import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** An observer with a transaction that succeeds at its last attempt. It notes which transaction each attempt has, and how that ends. */
@ApplicationScoped
public class TransactionObserver {

    static final String NAME = "delivery";
    static final int ATTEMPTS = 4;

    // WildFly has the first name only in the components of a war.
    private static final List<String> REGISTRIES =
            List.of("java:comp/TransactionSynchronizationRegistry", "java:jboss/TransactionSynchronizationRegistry");

    private final Map<String, Set<Object>> transactionsByCustomer = new ConcurrentHashMap<>();

    @Inject
    Instance<TransactionSynchronizationRegistry> registries;

    @Inject
    Received received;

    @Inject
    Basket basket;

    @Transactional
    @OnFailure(name = NAME, maxAttempts = ATTEMPTS, delay = "10ms", factor = 1)
    void deliver(@Observes @RethinkTopic("attempts") String customer) throws NamingException {
        var registry = registries.isResolvable() ? registries.get() : byName();
        var transactions = transactionsByCustomer.computeIfAbsent(customer, each -> new LinkedHashSet<>());
        transactions.add(registry.getTransactionKey());
        int count = transactions.size();
        received.add("transaction " + count + " for " + customer + ", basket " + basket.add());
        registry.registerInterposedSynchronization(new End("transaction " + count + " for " + customer, received));
        if (count < ATTEMPTS) {
            throw new IllegalStateException("not yet");
        }
    }

    private static TransactionSynchronizationRegistry byName() throws NamingException {
        var names = new InitialContext();
        NamingException missing = null;
        for (String name : REGISTRIES) {
            try {
                return (TransactionSynchronizationRegistry) names.lookup(name);
            } catch (NamingException e) {
                missing = e;
            }
        }
        throw missing;
    }

    private record End(String transaction, Received received) implements Synchronization {

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            received.add(transaction + ": "
                    + switch (status) {
                        case Status.STATUS_COMMITTED -> "committed";
                        case Status.STATUS_ROLLEDBACK -> "rolled back";
                        default -> "status " + status;
                    });
        }
    }
}
