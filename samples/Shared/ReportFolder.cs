namespace WeightlessNet.Samples;

/// <summary>
/// A folder for reports. Files are written to a hidden folder inside it and moved to their places when all are complete, so a run that ends
/// early leaves nothing behind.
/// </summary>
internal sealed class ReportFolder : IDisposable
{
    private readonly string _staging;
    private readonly List<string> _names = [];

    /// <summary>Creates the folder if it is missing, to find out at once whether it can be written to.</summary>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public ReportFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (File.Exists(Path))
        {
            throw new IOException($"'{Path}' is a file. Name a folder for the results.");
        }

        _staging = System.IO.Path.Combine(Path, $".unfinished-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(_staging);
        }
        catch (IOException exception)
        {
            throw new IOException($"The folder '{Path}' for the results cannot be created: {exception.Message}", exception);
        }
    }

    /// <summary>The full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Adds a file to publish.</summary>
    /// <returns>Where to write it.</returns>
    public string Add(string name)
    {
        _names.Add(name);
        return System.IO.Path.Combine(_staging, name);
    }

    /// <summary>Moves all files to their places.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> Publish()
    {
        foreach (string name in _names)
        {
            File.Move(System.IO.Path.Combine(_staging, name), System.IO.Path.Combine(Path, name), overwrite: true);
        }

        return _names;
    }

    /// <summary>Deletes the files that were not published.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_staging))
        {
            Directory.Delete(_staging, recursive: true);
        }
    }
}
