// Helidon 4 needs Java 21. With an older JDK in it.java.home the invoker skips this project and says so.
def release = new Properties()
new File(javaHome, 'release').withInputStream { release.load(it) }
return release.getProperty('JAVA_VERSION').replaceAll(/"|\..*/, '').toInteger() >= 21
