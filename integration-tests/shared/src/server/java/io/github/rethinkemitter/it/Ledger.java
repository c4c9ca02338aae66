package io.github.rethinkemitter.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Books a customer in a transaction. */
@ApplicationScoped
public class Ledger {

    /** Can only be called in a transaction. */
    @ApplicationScoped
    public static class Page {

        @Transactional(Transactional.TxType.MANDATORY)
        public String write(String customer) {
            return "booked " + customer;
        }
    }

    @Inject
    Page page;

    @Transactional
    public String book(String customer) {
        return page.write(customer);
    }
}
