namespace WeightlessNet.Datasets.Internals;

/// <summary>The kind of a column, found from its fields.</summary>
internal sealed class TableColumnScan(string first)
{
    private bool _sawNumber;
    private bool _sawWord;

    /// <summary>The field of the first line.</summary>
    public string First { get; } = first;

    /// <summary>Whether the field of the first line occurs again below.</summary>
    public bool RepeatsFirst { get; private set; }

    /// <summary>Whether there are numbers below the first line, and no words.</summary>
    public bool IsNumericBelow => _sawNumber && !_sawWord;

    /// <summary>Whether there are numbers and no words, that of the first line included.</summary>
    public bool IsNumericWithFirst(TableFields fields) =>
        !_sawWord && (fields.IsMissing(First) ? _sawNumber : TableFields.Number(First) is not null);

    /// <summary>Takes in a field below the first line.</summary>
    public void Add(string text, TableFields fields)
    {
        RepeatsFirst |= text == First;
        if (!fields.IsMissing(text))
        {
            bool isNumber = !_sawWord && TableFields.Number(text) is not null;
            _sawNumber |= isNumber;
            _sawWord |= !isNumber;
        }
    }
}
