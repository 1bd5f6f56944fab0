namespace WeightlessNet.Encoders;

/// <summary>What the values of a field are.</summary>
public enum FieldKind
{
    /// <summary>Encoded by an encoder of the application.</summary>
    Custom = 0,

    /// <summary>One word, or one value of an enumeration.</summary>
    Word = 1,

    /// <summary>Any number of words.</summary>
    Words = 2,

    /// <summary>True or false.</summary>
    Flag = 3,

    /// <summary>A number, encoded by levels.</summary>
    Number = 4,

    /// <summary>A date, or a date with a time, encoded by levels.</summary>
    Date = 5,

    /// <summary>A text, encoded by the words in it.</summary>
    Text = 6,
}
