using LiveTuning.Start;

namespace LiveTuning.Audience;

/// <summary>The histories of visitors: a small file for each, which is deleted when the visitor is forgotten.</summary>
/// <remarks>
/// Losing one loses only what can be undone and the learning curve, so they are not flushed to disk, and one that cannot be read counts as
/// empty. Calls for one visitor must take turns.
/// </remarks>
internal sealed class Histories
{
    private readonly string _folder;

    /// <summary>Uses a folder, which is created if it does not exist.</summary>
    public Histories(string folder) => _folder = PrivateFolder.Own(folder).FullName;

    /// <summary>When the history of a visitor was last written; null if there is none.</summary>
    public DateTimeOffset? LastWritten(string key)
    {
        FileInfo file = new(PathOf(key));
        return file.Exists ? file.LastWriteTimeUtc : null;
    }

    /// <summary>Reads the history of a visitor.</summary>
    public History Read(string key)
    {
        try
        {
            return History.Read(File.ReadAllBytes(PathOf(key))) ?? History.Empty;
        }
        catch (IOException)
        {
            return History.Empty;
        }
    }

    /// <summary>Replaces the history of a visitor as a whole.</summary>
    /// <returns>The history without what is too much to keep.</returns>
    public History Write(string key, History history)
    {
        (byte[] bytes, History kept) = history.Write();
        string path = PathOf(key);
        string written = $"{path}.new";
        try
        {
            File.WriteAllBytes(written, bytes);
            File.Move(written, path, overwrite: true);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            // The rating or the control is stored; only its undoing will not survive the process.
        }

        return kept;
    }

    /// <summary>Deletes the history of a visitor, if there is one.</summary>
    public void Delete(string key)
    {
        File.Delete(PathOf(key));
        File.Delete($"{PathOf(key)}.new");
    }

    /// <summary>Deletes the histories of all others: a process may have ended while it forgot a visitor.</summary>
    public void KeepOnly(IReadOnlySet<string> keys)
    {
        foreach (string path in Directory.EnumerateFiles(_folder))
        {
            if (!keys.Contains(Path.GetFileNameWithoutExtension(path)) || !path.EndsWith(".json", StringComparison.Ordinal))
            {
                File.Delete(path);
            }
        }
    }

    private string PathOf(string key) => Path.Combine(_folder, $"{key}.json");
}
