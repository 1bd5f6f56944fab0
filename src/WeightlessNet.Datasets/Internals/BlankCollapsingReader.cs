namespace WeightlessNet.Datasets.Internals;

/// <summary>Forwards text with each run of blanks and tabs as one tab, and none at the start or the end of a line.</summary>
internal sealed class BlankCollapsingReader(TextReader inner) : TextReader
{
    private readonly char[] _buffer = new char[4096];
    private int _next;
    private int _end;
    private bool _atLineStart = true;
    private bool _pending;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        int written = 0;
        while (written < buffer.Length)
        {
            if (_next == _end)
            {
                (_next, _end) = (0, inner.Read(_buffer));
                if (_end == 0)
                {
                    break;
                }
            }

            char c = _buffer[_next];
            if (c is ' ' or '\t')
            {
                _pending = !_atLineStart;
                _next++;
                continue;
            }

            bool lineBreak = c is '\r' or '\n';
            if (_pending && !lineBreak)
            {
                // The character itself comes next.
                buffer[written++] = '\t';
                _pending = false;
                continue;
            }

            _pending = false;
            _atLineStart = lineBreak;
            buffer[written++] = c;
            _next++;
        }

        return written;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
