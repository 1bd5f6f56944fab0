namespace WeightlessNet.SourceCode;

/// <summary>Which names source code may have.</summary>
internal static class SourceNames
{
    private static readonly string[] KeywordsOfC =
    [
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float", "for",
        "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct",
        "switch", "typedef", "union", "unsigned", "void", "volatile", "while",
    ];

    private static readonly string[] KeywordsOfCSharp =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float",
        "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new",
        "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return",
        "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try",
        "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    /// <summary>Throws if the names of C code cannot begin with a name.</summary>
    public static void ThrowIfNotC(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        if (!IsIdentifier(name) || name[0] == '_')
        {
            throw new ArgumentException(
                $"'{name}' is not a name for C: it must be ASCII letters, digits and underscores, the first one a letter, such as "
                + "\"digits\".",
                parameter);
        }

        if (KeywordsOfC.Contains(name))
        {
            throw new ArgumentException($"'{name}' is a keyword of C. Choose another name.", parameter);
        }
    }

    /// <summary>Divides the full name of a class into the namespace and the name; throws if it is not one.</summary>
    /// <param name="typeName">The full name.</param>
    /// <param name="members">The members of the class, which cannot have its name.</param>
    /// <param name="parameter">The parameter to name in exceptions.</param>
    public static (string Space, string Name) OfCSharp(string typeName, IReadOnlyCollection<string> members, string parameter)
    {
        ArgumentNullException.ThrowIfNull(typeName, parameter);
        string[] parts = typeName.Split('.');
        if (parts.Length < 2)
        {
            throw new ArgumentException($"'{typeName}' has no namespace: write it before the name, such as \"Acme.Digits\".", parameter);
        }

        foreach (string part in parts)
        {
            if (!IsIdentifier(part))
            {
                throw new ArgumentException(
                    $"'{part}' in '{typeName}' is not a name for C#: it must be ASCII letters, digits and underscores, and not begin with "
                    + "a digit.",
                    parameter);
            }

            if (KeywordsOfCSharp.Contains(part))
            {
                throw new ArgumentException($"'{part}' in '{typeName}' is a keyword of C#. Choose another name.", parameter);
            }
        }

        string name = parts[^1];
        if (name.All(char.IsAsciiLetterLower))
        {
            throw new ArgumentException(
                $"'{name}' in '{typeName}' has lower-case letters only: C# reserves such names of classes. Begin it with a capital.",
                parameter);
        }

        return members.Contains(name)
            ? throw new ArgumentException($"'{name}' in '{typeName}' is also a member of the class. Choose another name.", parameter)
            : (typeName[..^(name.Length + 1)], name);
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
