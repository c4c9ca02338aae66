package io.github.rethinkemitter.it;

/** Has one instance for each class loader of the application. Tests count the instances to find leaked class loaders. */
final class ApplicationLoader {

    static final ApplicationLoader INSTANCE = new ApplicationLoader();

    private ApplicationLoader() {}
}
