package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.weld.bootstrap.WeldBootstrap;
import org.jboss.weld.bootstrap.api.Environments;
import org.jboss.weld.bootstrap.spi.BeanDeploymentArchive;
import org.jboss.weld.bootstrap.spi.BeansXml;
import org.jboss.weld.bootstrap.spi.Metadata;
import org.jboss.weld.environment.deployment.AbstractWeldDeployment;
import org.jboss.weld.environment.deployment.WeldBeanDeploymentArchive;

/** An enterprise archive as servers show it to Weld: the wars see the library, the library does not see the wars. */
final class TwoWars implements AutoCloseable {

    private final WeldBootstrap weld = new WeldBootstrap();
    private final BeanDeploymentArchive library = archive("library", List.of(), Set.of());
    private final BeanDeploymentArchive one;
    private final BeanDeploymentArchive two;

    private TwoWars(Class<?>[] ofOne, Class<?>[] ofTwo) {
        one = war("one", ofOne);
        two = war("two", ofTwo);
        weld.startContainer("two-wars", Environments.SE, new Ear());
        weld.startInitialization();
        weld.deployBeans();
        weld.validateBeans();
    }

    /** With these classes in both wars, loaded twice. */
    static TwoWars deploy(Class<?>... classes) {
        return new TwoWars(classes, classes);
    }

    /** With these classes in the first war, and nothing in the second. */
    static TwoWars deployOne(Class<?>... classes) {
        return new TwoWars(classes, new Class<?>[0]);
    }

    /** A bean of the first war, by the name of its class. */
    Object one(Class<?> type) {
        return bean(one, type);
    }

    /** A bean of the second war, by the name of its class. */
    Object two(Class<?> type) {
        return bean(two, type);
    }

    private Object bean(BeanDeploymentArchive war, Class<?> type) {
        var own = war.getLoadedBeanClasses().stream()
                .filter(each -> each.getName().equals(type.getName()))
                .findFirst()
                .orElseThrow();
        return weld.getManager(war).createInstance().select(own).get();
    }

    /** A bean of the library. */
    <T> T library(Class<T> type) {
        return weld.getManager(library).createInstance().select(type).get();
    }

    /** The application contexts of both wars begin. */
    void begin() {
        for (var war : List.of(one, two)) {
            fire(war, Initialized.Literal.APPLICATION);
        }
    }

    /** That of the first war ends. */
    void endOne() {
        fire(one, BeforeDestroyed.Literal.APPLICATION);
    }

    /** That of the second war ends. */
    void endTwo() {
        fire(two, BeforeDestroyed.Literal.APPLICATION);
    }

    private void fire(BeanDeploymentArchive war, Annotation kind) {
        weld.getManager(war).getEvent().select(kind).fire("the context of " + war.getId());
    }

    @Override
    public void close() {
        weld.shutdown();
    }

    private BeanDeploymentArchive war(String name, Class<?>... classes) {
        var loader = new WarLoader(name, classes);
        var own = new ArrayList<Class<?>>();
        for (var type : classes) {
            own.add(loader.own(type.getName()));
        }
        return archive(name, own, Set.of((WeldBeanDeploymentArchive) library));
    }

    private static WeldBeanDeploymentArchive archive(
            String name, Collection<Class<?>> classes, Set<WeldBeanDeploymentArchive> seen) {
        return new WeldBeanDeploymentArchive(
                name,
                classes.stream().map(Class::getName).toList(),
                List.of(),
                BeansXml.EMPTY_BEANS_XML,
                seen,
                classes);
    }

    private final class Ear extends AbstractWeldDeployment {

        Ear() {
            super(weld, List.of(new Found(new EmitterExtension())));
        }

        @Override
        public Collection<BeanDeploymentArchive> getBeanDeploymentArchives() {
            return List.of(library, one, two);
        }

        @Override
        public BeanDeploymentArchive getBeanDeploymentArchive(Class<?> type) {
            if (type.getClassLoader() instanceof WarLoader war) {
                return war.getName().equals("one") ? one : two;
            }
            return library;
        }

        @Override
        public BeanDeploymentArchive loadBeanDeploymentArchive(Class<?> type) {
            return getBeanDeploymentArchive(type);
        }
    }

    private record Found(Extension value) implements Metadata<Extension> {

        @Override
        public Extension getValue() {
            return value;
        }

        @Override
        public String getLocation() {
            return "the library";
        }
    }

    /** Has some classes of its own that its parent has, too. */
    private static final class WarLoader extends ClassLoader {

        private final Set<String> own = new HashSet<>();

        WarLoader(String name, Class<?>... classes) {
            super(name, TwoWars.class.getClassLoader());
            Arrays.stream(classes).map(Class::getName).forEach(own::add);
        }

        Class<?> own(String name) {
            try {
                return loadClass(name);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                return loaded != null ? loaded : own.contains(name) ? define(name) : super.loadClass(name, resolve);
            }
        }

        private Class<?> define(String name) {
            try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                var bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
