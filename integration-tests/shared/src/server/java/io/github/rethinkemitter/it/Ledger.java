package io.github.rethinkemitter.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Books a customer within a transaction. */
@ApplicationScoped
public class Ledger {

    /** Refuses to be called outside of one. */
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
