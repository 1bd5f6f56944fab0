using WeightlessNet.SourceCode;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What code of C makes of votes: a class or a number.</summary>
internal interface ICAnswer
{
    /// <summary>The type of the answer.</summary>
    string Type { get; }

    /// <summary>What functions that answer are named.</summary>
    string Verb { get; }

    /// <summary>The end of the shape in words: what follows the tables.</summary>
    string Shape { get; }

    /// <summary>What the array of tables holds, as a sentence.</summary>
    string TablesDescription { get; }

    /// <summary>What the function that votes does, as the end of a sentence.</summary>
    string VotesDescription { get; }

    /// <summary>Lines of macros; empty if there are none.</summary>
    string Defines { get; }

    /// <summary>The last statement of a function that votes.</summary>
    string CountCall { get; }

    /// <summary>The functions that count votes, and that compare them.</summary>
    /// <param name="pointers">Statements that point at the first table and input.</param>
    /// <param name="sum">Statements that count the votes of the next group of tables.</param>
    string Counting(string pointers, string sum);

    /// <summary>The head of a function that votes.</summary>
    /// <param name="sample">What it reads.</param>
    string Votes(CSample sample);

    /// <summary>The statements of a function that answers.</summary>
    /// <param name="sample">What it reads.</param>
    string Body(CSample sample);

    /// <summary>Writes what the answer means: lines of a comment.</summary>
    void WriteNotes(TextWriter destination);

    /// <summary>Declares the constants that other files see; nothing if there are none.</summary>
    void WriteDeclarations(TextWriter destination);

    /// <summary>Writes the constants; nothing if there are none.</summary>
    void WriteConstants(TextWriter destination);
}
