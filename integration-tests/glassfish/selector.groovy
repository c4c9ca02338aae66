// GlassFish 7.0.21 reads classes of Java 23 at most: with a newer JDK in it.java.home the invoker says that it skips this project.
def release = new Properties()
new File(javaHome, 'release').withInputStream { release.load(it) }
return release.getProperty('JAVA_VERSION').replaceAll(/"|\..*/, '').toInteger() <= 23
