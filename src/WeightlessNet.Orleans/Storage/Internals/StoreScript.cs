namespace WeightlessNet.Orleans.Storage.Internals;

/// <summary>The scripts that create tables, which are in the assembly.</summary>
internal static class StoreScript
{
    /// <summary>Reads a script.</summary>
    /// <param name="name">The name of a file in Storage/Scripts.</param>
    public static string Read(string name)
    {
        using Stream stream = typeof(StoreScript).Assembly.GetManifestResourceStream($"WeightlessNet.Orleans.Storage.Scripts.{name}")
            ?? throw new InvalidOperationException($"The assembly has no script '{name}'.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
