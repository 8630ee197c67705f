package io.github.wxconfig.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

class ScriptSourceTest {

    @Test
    void takesOutCommentsAndNeedlessBlanks() {
        assertEquals("a=b;c();", ScriptSource.compact("/* x */\na = b; // y 'z\n\n  c(); /**/ // end"));
        assertEquals("var a=typeof b,i;for(i in c){return d;}", ScriptSource.compact("var a = typeof b, i;\nfor (i in c) {\n  return d;\n}\n"));
        assertEquals("a+ +b- -c+d", ScriptSource.compact("a + +b - -c + d"));
    }

    @Test
    void leavesStringsAsTheyAre() {
        assertEquals("a='// no  comment'+'/* nor */'+'it\\'s // one';", ScriptSource.compact("a = '// no  comment' + '/* nor */' + 'it\\'s // one';"));
    }

    @Test
    void ourScriptIsOfTheLanguageOfOldWebViews() {
        Matcher newer = Pattern.compile("=>|`|\\.\\.\\.|\\?\\?|\\b(let|const|class|async|await|import|of)\\b")
                .matcher(ScriptSource.load("config-script.js"));
        assertFalse(newer.find(), () -> "ECMAScript 5 has no " + newer.group());
    }
}
