namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The files of a store, without the changes that opening it would make.</summary>
internal sealed class UnchangedFiles(IStoreFiles files) : IStoreFiles
{
    public IReadOnlyList<string> List() => files.List();

    public IStoreFile Open(string name) => new OpenFile(files.Open(name));

    public IStoreFile Create(string name) => throw new NotSupportedException();

    public void Rename(string name, string newName) => throw new NotSupportedException();

    public void Delete(string name)
    {
    }

    public void FlushFolder()
    {
    }

    private sealed class OpenFile(IStoreFile file) : IStoreFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset) => file.Read(destination, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset) => throw new NotSupportedException();

        public void SetLength(long length)
        {
        }

        public void Flush()
        {
        }

        public void Dispose() => file.Dispose();
    }
}
