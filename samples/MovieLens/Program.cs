using MovieLensSample;

return await new CommandLine().RunAsync(args);
