namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The files of a store's folder, by name. Tests replace it by a disk that fails and crashes.</summary>
internal interface IStoreFiles
{
    /// <summary>The names of all files.</summary>
    IReadOnlyList<string> List();

    /// <summary>Creates an empty file; an existing one is emptied.</summary>
    IStoreFile Create(string name);

    /// <summary>Opens a file.</summary>
    IStoreFile Open(string name);

    /// <summary>Renames a file; one that has the new name is replaced.</summary>
    void Rename(string name, string newName);

    /// <summary>Deletes a file, if it exists.</summary>
    void Delete(string name);

    /// <summary>Returns when all creations, renames and deletions are on disk, if the system supports that.</summary>
    void FlushFolder();
}
