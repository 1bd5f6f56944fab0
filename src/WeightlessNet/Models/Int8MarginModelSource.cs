using WeightlessNet.SourceCode;

namespace WeightlessNet.Models;

/// <summary>
/// Writes a trained <see cref="Int8MarginModel{TLabel}"/> as source code, for programs that do without this library: a microcontroller, a
/// driver, another language. The code gives the same scores and classes, to the bit.
/// </summary>
/// <remarks>
/// <para>
/// The code is constants and a few functions. It needs no other code, allocates nothing and keeps nothing, so that any number of threads
/// may call it. A class is its index in <see cref="Int8MarginModel{TLabel}.Labels"/>, or -1 for "don't know"; of equal scores, the first
/// label in label order wins. Labels that are strings, whole numbers or of an enumeration are written too, values of an enumeration as
/// their names; other labels are not.
/// </para>
/// <para>
/// A cell is a byte of the compiled code, and two to three letters of the text. The 2,000 nodes of
/// <see cref="Discriminators.InputLayer.ForImagesWithSmallNodes"/> have 512,000 cells a class: for ten classes, 5 MB and a text of 11 to
/// 14 MB, which a compiler takes some 20 seconds for. A layer of fewer nodes with smaller tuples, of your own, takes much less: 500 nodes
/// with tuples of 6 bits have 32,000 a class.
/// </para>
/// <para>
/// Samples are numbers or bytes, if the layer has a retina, and patterns. Unlike the library, the code ignores unused bits of a pattern's
/// last word. Where images have edges, pixels that are not whole numbers need a C compiler that computes with doubles as such
/// (FLT_EVAL_METHOD 0). The text is ASCII with "\n" line ends, and the same in every culture. Stateless and thread-safe.
/// </para>
/// </remarks>
public static class Int8MarginModelSource
{
    /// <summary>
    /// Writes a model as a file of C99: <c>int NAME_classify(const double *features)</c>, <c>NAME_scores</c>, and both for bytes
    /// (<c>NAME_classify_bytes</c>) and for patterns (<c>NAME_classify_bits</c>).
    /// </summary>
    /// <typeparam name="TLabel">The type of the labels.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="destination">Receives the text. It is not closed.</param>
    /// <param name="name">
    /// What all names in the file begin with, such as "digits": ASCII letters, digits and underscores, the first one a letter.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not an identifier, or a keyword of C.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model is too large: it has over 16,777,216 cells, or its code would need over 262,144 bytes of stack.
    /// </exception>
    public static void WriteC<TLabel>(this Int8MarginModel<TLabel> model, TextWriter destination, string name)
        where TLabel : notnull =>
        SourceOf(model, destination, name).WriteTo(destination);

    /// <summary>Writes the header file of what <see cref="WriteC"/> writes: its constants and functions, for C and C++.</summary>
    /// <inheritdoc cref="WriteC"/>
    public static void WriteCHeader<TLabel>(this Int8MarginModel<TLabel> model, TextWriter destination, string name)
        where TLabel : notnull =>
        SourceOf(model, destination, name).WriteHeaderTo(destination);

    /// <summary>
    /// Writes a model as a static class of C#, for .NET 8 and later: <c>Classify</c> and <c>Scores</c> of a span of numbers, bytes or words
    /// of a pattern. The class is internal; it is partial, so that another declaration can make it public.
    /// </summary>
    /// <typeparam name="TLabel">The type of the labels.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="destination">Receives the text. It is not closed.</param>
    /// <param name="typeName">
    /// The namespace and name of the class, such as "Acme.Vision.Digits": ASCII letters, digits and underscores between the dots.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="typeName"/> has no namespace; a part of it is not an identifier, or a keyword of C#; or the name of the class is one
    /// of its members or has lower-case letters only, which C# reserves.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The model is too large: it has over 16,777,216 cells, or its code would need over 262,144 bytes of stack.
    /// </exception>
    public static void WriteCSharp<TLabel>(this Int8MarginModel<TLabel> model, TextWriter destination, string typeName)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(destination);
        (string space, string name) = SourceNames.OfCSharp(typeName, CSharpMarginSource.Members, nameof(typeName));
        new CSharpMarginSource(SourceMargin.Of(model), space, name).WriteTo(destination);
    }

    private static CMarginSource SourceOf<TLabel>(Int8MarginModel<TLabel> model, TextWriter destination, string name)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(destination);
        SourceNames.ThrowIfNotC(name, nameof(name));
        return new CMarginSource(SourceMargin.Of(model), name);
    }
}
