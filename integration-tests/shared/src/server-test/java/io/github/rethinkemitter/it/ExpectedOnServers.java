package io.github.rethinkemitter.it;

import java.util.ArrayList;
import java.util.List;

/** The lines that the observers which only servers have must have added, in any order. */
final class ExpectedOnServers {

    private ExpectedOnServers() {}

    /** The lines after any server has opened its shop: a transaction for each attempt, of which the last one commits. */
    static List<String> opened(String customer) {
        var lines = new ArrayList<>(
                List.of("booked " + customer, "loader: the application's", "loader of async: the application's"));
        for (int attempt = 1; attempt <= TransactionObserver.ATTEMPTS; attempt++) {
            boolean last = attempt == TransactionObserver.ATTEMPTS;
            var transaction = "transaction " + attempt + " for " + customer;
            lines.add(transaction + ", basket 1");
            lines.add(transaction + (last ? ": committed" : ": rolled back"));
            if (!last) {
                lines.add(Lifecycle.failed(TransactionObserver.NAME, attempt, false));
            }
        }
        return lines;
    }
}
