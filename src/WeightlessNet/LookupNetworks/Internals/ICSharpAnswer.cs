using WeightlessNet.SourceCode;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What code of C# makes of votes: a class or a number.</summary>
internal interface ICSharpAnswer
{
    /// <summary>The end of the shape in words: what follows the tables.</summary>
    string Shape { get; }

    /// <summary>What the array of tables holds, as a sentence.</summary>
    string TablesDescription { get; }

    /// <summary>The first constants, with an empty line after them; empty if there are none.</summary>
    string Constants { get; }

    /// <summary>Further checks of the arguments of a method that votes, each line with "\n" before it; empty if there are none.</summary>
    string Check { get; }

    /// <summary>The last statement of a method that votes.</summary>
    string CountCall { get; }

    /// <summary>The methods that count votes, and that compare them.</summary>
    /// <param name="spans">Statements that begin the spans of tables and inputs.</param>
    /// <param name="sum">Gives the statements that count the votes of a span of tables.</param>
    string Counting(string spans, Func<string, string> sum);

    /// <summary>A method that answers, and the head of one that votes.</summary>
    /// <param name="sample">What they read.</param>
    string Method(CSharpSample sample);

    /// <summary>Writes the labels; nothing if there are none.</summary>
    void WriteLabels(TextWriter destination);
}
