package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
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

    private TwoWars(Libraries libraries, Class<?>[] ofOne, Class<?>[] ofTwo) {
        var first = new WarLoader("one", libraries, ofOne);
        var second = new WarLoader("two", libraries, ofTwo);
        one = war(first, ofOne);
        two = war(second, ofTwo);
        weld.startContainer("two-wars", Environments.SE, new Ear(libraries.extensions(first, second)));
        weld.startInitialization();
        weld.deployBeans();
        weld.validateBeans();
    }

    /** With these classes in both wars, loaded twice. */
    static TwoWars deploy(Class<?>... classes) {
        return new TwoWars(new Libraries(true, Set.of()), classes, classes);
    }

    /** With these classes in both wars, and the library in each war instead of the archive. */
    static TwoWars deployWithALibraryEach(Class<?>... classes) {
        return new TwoWars(new Libraries(false, Set.of("one", "two")), classes, classes);
    }

    /** With these classes in both wars, and the library in the archive and once more in the first war. */
    static TwoWars deployWithTheLibraryTwice(Class<?>... classes) {
        return new TwoWars(new Libraries(true, Set.of("one")), classes, classes);
    }

    /** With these classes in the first war, and nothing in the second. */
    static TwoWars deployOne(Class<?>... classes) {
        return new TwoWars(new Libraries(true, Set.of()), classes, new Class<?>[0]);
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

    /** A bean of the library that is in the second war. */
    Object ofLibraryOfTwo(Class<?> type) {
        try {
            var loader = two.getLoadedBeanClasses().iterator().next().getClassLoader();
            return weld.getManager(two)
                    .createInstance()
                    .select(loader.loadClass(type.getName()))
                    .get();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Begins the application contexts of both wars. */
    void begin() {
        for (var war : List.of(one, two)) {
            fire(war, Initialized.Literal.APPLICATION);
        }
    }

    /** Ends the application context of the first war. */
    void endOne() {
        fire(one, BeforeDestroyed.Literal.APPLICATION);
    }

    /** Ends the application context of the second war. */
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

    /** The place of a war's library. */
    static String placeOfLibrary(String war) {
        return "file:/shops.ear/" + war + ".war/WEB-INF/lib/rethink-emitter.jar";
    }

    private BeanDeploymentArchive war(WarLoader loader, Class<?>... classes) {
        var own = new ArrayList<Class<?>>();
        for (var type : classes) {
            own.add(loader.own(type.getName()));
        }
        return archive(loader.getName(), own, Set.of((WeldBeanDeploymentArchive) library));
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

        Ear(List<Extension> extensions) {
            super(weld, extensions.stream().<Metadata<Extension>>map(Found::new).toList());
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

    record Found(Extension value) implements Metadata<Extension> {

        @Override
        public Extension getValue() {
            return value;
        }

        @Override
        public String getLocation() {
            return "the library";
        }
    }

    /** Where the library is: in the archive, in wars, or both. */
    private record Libraries(boolean inArchive, Set<String> inWars) {

        List<Extension> extensions(WarLoader... wars) {
            var all = new ArrayList<Extension>();
            if (inArchive) {
                all.add(new EmitterExtension());
            }
            for (var war : wars) {
                if (inWars.contains(war.getName())) {
                    all.add(war.extension());
                }
            }
            return all;
        }
    }

    /** Loads some classes itself, although its parent has them, too. */
    private static final class WarLoader extends ClassLoader {

        private static final Path MAIN = Path.of(URI.create(EmitterExtension.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));

        private final Libraries libraries;
        private final Set<String> own = new HashSet<>();

        WarLoader(String name, Libraries libraries, Class<?>... classes) {
            super(name, TwoWars.class.getClassLoader());
            this.libraries = libraries;
            Arrays.stream(classes).map(Class::getName).forEach(own::add);
        }

        Extension extension() {
            try {
                return (Extension) own(EmitterExtension.class.getName())
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
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
                return loaded != null ? loaded : isOwn(name) ? define(name) : super.loadClass(name, resolve);
            }
        }

        private boolean isOwn(String name) {
            return own.contains(name) || (hasLibrary() && isOfLibrary(file(name)));
        }

        private boolean hasLibrary() {
            return libraries.inWars().contains(getName());
        }

        private static boolean isOfLibrary(String file) {
            return Files.exists(MAIN.resolve(file));
        }

        private static String file(String type) {
            return type.replace('.', '/') + ".class";
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            if (!hasLibrary() || !isOfLibrary(name)) {
                return super.getResources(name);
            }
            var all = new ArrayList<URL>();
            all.add(new URL("jar:" + placeOfLibrary(getName()) + "!/" + name));
            if (libraries.inArchive()) {
                all.addAll(Collections.list(super.getResources(name)));
            }
            return Collections.enumeration(all);
        }

        private Class<?> define(String name) {
            try (var in = getResourceAsStream(file(name))) {
                var bytes = in.readAllBytes();
                var place = new CodeSource(new URL(placeOfLibrary(getName())), (Certificate[]) null);
                return defineClass(name, bytes, 0, bytes.length, new ProtectionDomain(place, null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
