package io.github.rethinkemitter.it;

/** Exists once for each class loader of the application: tests count the instances to see that none stays behind. */
final class ApplicationLoader {

    static final ApplicationLoader INSTANCE = new ApplicationLoader();

    private ApplicationLoader() {}
}
