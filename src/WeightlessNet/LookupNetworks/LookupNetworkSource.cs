using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.SourceCode;

namespace WeightlessNet.LookupNetworks;

/// <summary>
/// Writes a trained <see cref="LookupNetwork{TLabel}"/> or <see cref="LookupRegressor"/> as source code, for programs that do without this
/// library: a microcontroller, a driver, another language. The code gives the same votes, classes and predictions, to the bit.
/// </summary>
/// <remarks>
/// <para>
/// The code is constants and a few functions. It needs no other code, allocates nothing and keeps nothing, so that any number of threads
/// may call it. A class is its index in <see cref="LookupNetwork{TLabel}.Labels"/>, or -1 for "don't know". Labels that are strings, whole
/// numbers or of an enumeration are written too, values of an enumeration as their names; other labels are not.
/// </para>
/// <para>
/// Samples are numbers or bytes, if the layer has a retina, and patterns. Unlike the library, the code ignores unused bits of a pattern's
/// last word. Where images have edges, pixels that are not whole numbers need a C compiler that computes with doubles as such
/// (FLT_EVAL_METHOD 0). The text is ASCII with "\n" line ends, and the same in every culture. Stateless and thread-safe.
/// </para>
/// </remarks>
public static class LookupNetworkSource
{
    /// <summary>
    /// Writes a network as a file of C99: <c>int NAME_classify(const double *features)</c>, <c>NAME_votes</c>, and both for bytes
    /// (<c>NAME_classify_bytes</c>) and for patterns (<c>NAME_classify_bits</c>).
    /// </summary>
    /// <typeparam name="TLabel">The type of the labels.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="destination">Receives the text. It is not closed.</param>
    /// <param name="name">
    /// What all names in the file begin with, such as "digits": ASCII letters, digits and underscores, the first one a letter.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not an identifier, or a keyword of C.</exception>
    /// <exception cref="InvalidOperationException">The network is too large: its code would need over 262,144 bytes of stack.</exception>
    public static void WriteC<TLabel>(this LookupNetwork<TLabel> network, TextWriter destination, string name)
        where TLabel : notnull =>
        SourceOf(network, destination, name).WriteTo(destination);

    /// <summary>
    /// Writes the header file of what <see cref="WriteC{TLabel}(LookupNetwork{TLabel}, TextWriter, string)"/> writes: its constants and
    /// functions, for C and C++.
    /// </summary>
    /// <inheritdoc cref="WriteC{TLabel}(LookupNetwork{TLabel}, TextWriter, string)"/>
    public static void WriteCHeader<TLabel>(this LookupNetwork<TLabel> network, TextWriter destination, string name)
        where TLabel : notnull =>
        SourceOf(network, destination, name).WriteHeaderTo(destination);

    /// <summary>
    /// Writes a network as a static class of C#, for .NET 8 and later: <c>Classify</c> and <c>Votes</c> of a span of numbers, bytes or
    /// words of a pattern. The class is internal; it is partial, so that another declaration can make it public.
    /// </summary>
    /// <typeparam name="TLabel">The type of the labels.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="destination">Receives the text. It is not closed.</param>
    /// <param name="typeName">
    /// The namespace and name of the class, such as "Acme.Vision.Digits": ASCII letters, digits and underscores between the dots.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="typeName"/> has no namespace; a part of it is not an identifier, or a keyword of C#; or the name of the class is one
    /// of its members or has lower-case letters only, which C# reserves.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network is too large: its code would need over 262,144 bytes of stack.</exception>
    public static void WriteCSharp<TLabel>(this LookupNetwork<TLabel> network, TextWriter destination, string typeName)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(destination);
        (string space, string name) = SourceNames.OfCSharp(typeName, CSharpClasses.Members, nameof(typeName));
        SourceNetwork source = SourceNetwork.Of(network.Network);
        CSharpClasses answer = new(SourceLabels.Of(network.Labels), source.TablesOfGroup);
        new CSharpSource(source, answer, space, name).WriteTo(destination);
    }

    /// <summary>
    /// Writes a regression as a file of C99: <c>double NAME_predict(const double *features)</c>, <c>NAME_votes</c>, and both for bytes
    /// (<c>NAME_predict_bytes</c>) and for patterns (<c>NAME_predict_bits</c>). No option of a compiler is needed for the same bits, where
    /// it computes with doubles as such (FLT_EVAL_METHOD 0): it may contract products and sums.
    /// </summary>
    /// <param name="regressor">The regression.</param>
    /// <param name="destination">Receives the text. It is not closed.</param>
    /// <param name="name">
    /// What all names in the file begin with, such as "pump": ASCII letters, digits and underscores, the first one a letter.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not an identifier, or a keyword of C.</exception>
    /// <exception cref="InvalidOperationException">
    /// The regression is too large: its code would need over 262,144 bytes of stack.
    /// </exception>
    public static void WriteC(this LookupRegressor regressor, TextWriter destination, string name) =>
        SourceOf(regressor, destination, name).WriteTo(destination);

    /// <summary>
    /// Writes the header file of what <see cref="WriteC(LookupRegressor, TextWriter, string)"/> writes: its constants and functions, for C
    /// and C++.
    /// </summary>
    /// <inheritdoc cref="WriteC(LookupRegressor, TextWriter, string)"/>
    public static void WriteCHeader(this LookupRegressor regressor, TextWriter destination, string name) =>
        SourceOf(regressor, destination, name).WriteHeaderTo(destination);

    /// <summary>
    /// Writes a regression as a static class of C#, for .NET 8 and later: <c>Predict</c> and <c>Votes</c> of a span of numbers, bytes or
    /// words of a pattern. The class is internal; it is partial, so that another declaration can make it public.
    /// </summary>
    /// <param name="regressor">The regression.</param>
    /// <param name="destination">Receives the text. It is not closed.</param>
    /// <param name="typeName">
    /// The namespace and name of the class, such as "Acme.Pumps.Load": ASCII letters, digits and underscores between the dots.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="typeName"/> has no namespace; a part of it is not an identifier, or a keyword of C#; or the name of the class is one
    /// of its members or has lower-case letters only, which C# reserves.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The regression is too large: its code would need over 262,144 bytes of stack.
    /// </exception>
    public static void WriteCSharp(this LookupRegressor regressor, TextWriter destination, string typeName)
    {
        ArgumentNullException.ThrowIfNull(regressor);
        ArgumentNullException.ThrowIfNull(destination);
        (string space, string name) = SourceNames.OfCSharp(typeName, CSharpNumber.Members, nameof(typeName));
        SourceNetwork source = SourceNetwork.Of(regressor.Network);
        CSharpNumber answer = new(new VoteLine(regressor.Offset, regressor.Scale));
        new CSharpSource(source, answer, space, name).WriteTo(destination);
    }

    private static CSource SourceOf<TLabel>(LookupNetwork<TLabel> network, TextWriter destination, string name)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(destination);
        SourceNames.ThrowIfNotC(name, nameof(name));
        SourceNetwork source = SourceNetwork.Of(network.Network);
        return new CSource(source, new CClasses(SourceLabels.Of(network.Labels), source.TablesOfGroup, name), name);
    }

    private static CSource SourceOf(LookupRegressor regressor, TextWriter destination, string name)
    {
        ArgumentNullException.ThrowIfNull(regressor);
        ArgumentNullException.ThrowIfNull(destination);
        SourceNames.ThrowIfNotC(name, nameof(name));
        VoteLine line = new(regressor.Offset, regressor.Scale);
        return new CSource(SourceNetwork.Of(regressor.Network), new CNumber(line, name), name);
    }
}
