using System.Globalization;
using System.Text;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Reads values written by Python's <c>repr</c>: lists, tuples, dictionaries, strings, numbers, True, False and None.</summary>
/// <remarks>
/// The grammar is that of literals in the Python Language Reference (section 2.4), without prefixes, triple quotes and adjacent strings.
/// Lists and tuples become <see cref="List{T}"/>, dictionaries <see cref="Dictionary{TKey, TValue}"/> with text keys, numbers
/// <see cref="double"/>, True and False <see cref="bool"/>, and None null.
/// </remarks>
internal ref struct PythonLiteral
{
    private const int MaximumDepth = 32;

    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private PythonLiteral(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads a text that is exactly one value.</summary>
    /// <exception cref="FormatException">The text is not such a value.</exception>
    public static object? Parse(ReadOnlySpan<char> text)
    {
        var reader = new PythonLiteral(text);
        object? value = reader.Value(0);
        reader.SkipSpace();
        return reader._position == text.Length ? value : throw reader.Unexpected();
    }

    private object? Value(int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new FormatException($"lists are nested more than {MaximumDepth} deep");
        }

        return Peek() switch
        {
            '[' => Items(']', depth),
            '(' => Items(')', depth),
            '{' => Entries(depth),
            '\'' or '"' => Text(),
            _ => Word(),
        };
    }

    private List<object?> Items(char close, int depth)
    {
        var items = new List<object?>();
        _position++;
        while (Peek() != close)
        {
            items.Add(Value(depth + 1));
            EndItem(close);
        }

        _position++;
        return items;
    }

    private Dictionary<string, object?> Entries(int depth)
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        _position++;
        while (Peek() != '}')
        {
            string key = Convert.ToString(Value(depth + 1), CultureInfo.InvariantCulture) ?? "";
            Take(':');
            entries[key] = Value(depth + 1);
            EndItem('}');
        }

        _position++;
        return entries;
    }

    // After an item there must be a comma or the closing bracket; the bracket is not consumed.
    private void EndItem(char close)
    {
        if (Peek() != close)
        {
            Take(',');
        }
    }

    private string Text()
    {
        char quote = _text[_position++];
        var text = new StringBuilder();
        while (true)
        {
            if (_position == _text.Length)
            {
                throw new FormatException("a string is never closed");
            }

            char c = _text[_position++];
            if (c == quote)
            {
                return text.ToString();
            }

            if (c == '\\')
            {
                Escape(text);
            }
            else
            {
                text.Append(c);
            }
        }
    }

    private void Escape(StringBuilder text)
    {
        if (_position == _text.Length)
        {
            throw new FormatException("a string is never closed");
        }

        char c = _text[_position++];
        switch (c)
        {
            case '\n': break;
            case '\\' or '\'' or '"': text.Append(c); break;
            case 'a': text.Append('\a'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'n': text.Append('\n'); break;
            case 'r': text.Append('\r'); break;
            case 't': text.Append('\t'); break;
            case 'v': text.Append('\v'); break;
            case 'x': CodePoint(text, 2); break;
            case 'u': CodePoint(text, 4); break;
            case 'U': CodePoint(text, 8); break;
            case >= '0' and <= '7': Octal(text); break;

            // Python keeps a backslash that does not begin an escape.
            default: text.Append('\\').Append(c); break;
        }
    }

    private void CodePoint(StringBuilder text, int digits)
    {
        if (_text.Length - _position < digits
            || !int.TryParse(_text.Slice(_position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
            || !Rune.IsValid(code))
        {
            throw new FormatException($"an escape at character {_position} names no character");
        }

        _position += digits;
        text.Append(new Rune(code).ToString());
    }

    private void Octal(StringBuilder text)
    {
        int code = 0;
        _position--;
        for (int digit = 0; digit < 3 && _position < _text.Length && _text[_position] is >= '0' and <= '7'; digit++)
        {
            code = (code * 8) + (_text[_position++] - '0');
        }

        text.Append((char)code);
    }

    private object? Word()
    {
        int start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '.' or '-' or '+'))
        {
            _position++;
        }

        ReadOnlySpan<char> word = _text[start.._position];
        const NumberStyles PythonNumber = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        switch (word)
        {
            case "True": return true;
            case "False": return false;
            case "None": return null;
            default:
                if (double.TryParse(word, PythonNumber, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
                {
                    return number;
                }

                break;
        }

        _position = start;
        throw Unexpected();
    }

    private char Peek()
    {
        SkipSpace();
        return _position < _text.Length ? _text[_position] : throw new FormatException("the text ends too early");
    }

    private void Take(char expected)
    {
        if (Peek() != expected)
        {
            throw Unexpected();
        }

        _position++;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }

    private readonly FormatException Unexpected() =>
        new(_position < _text.Length
            ? $"'{_text[_position]}' at character {_position + 1} was not expected"
            : "the text ends too early");
}
