using System.Globalization;
using System.Text;

namespace WeightlessNet.Serving.Internals;

/// <summary>Writes JSON, RFC 8259, with one member or element a line.</summary>
/// <remarks>The text does not depend on the current culture. Not thread-safe.</remarks>
internal sealed class JsonText
{
    private const string Indent = "  ";

    private readonly StringBuilder _text = new();
    private readonly Stack<char> _open = [];
    private bool _isFirst = true;

    /// <summary>Begins an object, as the whole text or as an element of a list.</summary>
    public void BeginObject()
    {
        if (_open.Count > 0)
        {
            BeginLine();
        }

        Open('{', '}');
    }

    /// <summary>Begins a list as a member of an object.</summary>
    public void BeginList(string name)
    {
        WriteName(name);
        Open('[', ']');
    }

    /// <summary>Ends the object or the list that was begun last.</summary>
    public void End()
    {
        char end = _open.Pop();
        if (!_isFirst)
        {
            _text.Append('\n').Insert(_text.Length, Indent, _open.Count);
        }

        _text.Append(end);
        _isFirst = false;
    }

    /// <summary>Writes a member of an object.</summary>
    public void Write(string name, string? value)
    {
        WriteName(name);
        if (value is null)
        {
            _text.Append("null");
        }
        else
        {
            WriteText(value);
        }
    }

    /// <inheritdoc cref="Write(string, string?)"/>
    public void Write(string name, IFormattable number)
    {
        WriteName(name);
        _text.Append(number.ToString(null, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc cref="Write(string, string?)"/>
    public void Write(string name, bool value)
    {
        WriteName(name);
        _text.Append(value ? "true" : "false");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Open(char begin, char end)
    {
        _text.Append(begin);
        _open.Push(end);
        _isFirst = true;
    }

    private void BeginLine()
    {
        _text.Append(_isFirst ? "\n" : ",\n").Insert(_text.Length, Indent, _open.Count);
        _isFirst = false;
    }

    private void WriteName(string name)
    {
        BeginLine();
        WriteText(name);
        _text.Append(": ");
    }

    private void WriteText(string text)
    {
        _text.Append('"');
        for (int i = 0; i < text.Length; i++)
        {
            char one = text[i];
            bool isPair = char.IsHighSurrogate(one) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (one is '"' or '\\')
            {
                _text.Append('\\').Append(one);
            }
            else if (isPair)
            {
                _text.Append(one).Append(text[++i]);
            }
            else if (char.IsControl(one) || char.IsSurrogate(one) || one is '<' or '>' or '&' or '\u2028' or '\u2029')
            {
                // As HTML and scripts can have it too.
                _text.Append("\\u").Append(((int)one).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                _text.Append(one);
            }
        }

        _text.Append('"');
    }
}
